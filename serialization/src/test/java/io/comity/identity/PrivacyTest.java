package io.comity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivacyTest {
    private record User(String getName) implements UserPrincipal {
        @Override
        public String getName() {
            return getName;
        }
    }

    private final User owner = new User("alice");
    private final User other = new User("mallory");

    @Test
    void anAccessListIsPrivateWhenItAllowsTheOwnerAlone() {
        assertThat(Privacy.allowsOnly(owner, List.of(entry(AclEntryType.ALLOW, owner))))
                .isTrue();
        assertThat(Privacy.allowsOnly(
                        owner, List.of(entry(AclEntryType.DENY, other), entry(AclEntryType.ALLOW, owner))))
                .isTrue();
        assertThat(Privacy.allowsOnly(
                        owner, List.of(entry(AclEntryType.ALLOW, owner), entry(AclEntryType.ALLOW, other))))
                .isFalse();
        assertThat(Privacy.allowsOnly(owner, List.of())).isFalse();
    }

    private static AclEntry entry(AclEntryType type, UserPrincipal principal) {
        return AclEntry.newBuilder()
                .setType(type)
                .setPrincipal(principal)
                .setPermissions(AclEntryPermission.READ_DATA)
                .build();
    }
}
