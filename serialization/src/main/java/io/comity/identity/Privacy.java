package io.comity.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a file system says that a file is its owner's alone. Paths are judged themselves; a link is followed nowhere. */
enum Privacy {
    /** Mode bits: neither group nor others may read or write. */
    POSIX {
        @Override
        FileAttribute<?> ownerOnly(Path folder, boolean forFolder) {
            return PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString(forFolder ? "rwx------" : "rw-------"));
        }

        @Override
        boolean isPrivate(Path path) throws IOException {
            Set<PosixFilePermission> granted = EnumSet.copyOf(EXPOSING);
            granted.retainAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
            return granted.isEmpty();
        }

        @Override
        String cure(Path path, boolean isFolder) {
            return "chmod " + (isFolder ? "700 " : "600 ") + path;
        }
    },

    /** An access control list that allows nobody but the owner anything. */
    ACL {
        @Override
        FileAttribute<?> ownerOnly(Path folder, boolean forFolder) throws IOException {
            String user = System.getProperty("user.name", "");
            return aclOf(folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        }

        @Override
        boolean isPrivate(Path path) throws IOException {
            AclFileAttributeView view =
                    Files.getFileAttributeView(path, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            return view != null && allowsOnly(view.getOwner(), view.getAcl());
        }

        @Override
        String cure(Path path, boolean isFolder) {
            return "icacls \"" + path + "\" /inheritance:r /grant:r %USERNAME%:F";
        }
    };

    private static final Set<PosixFilePermission> EXPOSING = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** The attribute with which to create a file or folder so that it is private from its first moment. */
    abstract FileAttribute<?> ownerOnly(Path folder, boolean forFolder) throws IOException;

    abstract boolean isPrivate(Path path) throws IOException;

    /** The command that makes {@code path} private. */
    abstract String cure(Path path, boolean isFolder);

    /** The way of the file system that {@code folder} is or will be in; empty when it has none. */
    static Optional<Privacy> of(Path folder) throws IOException {
        Path existing = folder;
        while (Files.notExists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        Set<String> views = existing.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix") && Files.getFileStore(existing).supportsFileAttributeView("posix")) {
            return Optional.of(POSIX);
        }
        boolean hasAcl = views.contains("acl") && Files.getFileStore(existing).supportsFileAttributeView("acl");
        return hasAcl ? Optional.of(ACL) : Optional.empty();
    }

    static boolean allowsOnly(UserPrincipal owner, List<AclEntry> entries) {
        return !entries.isEmpty()
                && entries.stream()
                        .allMatch(entry -> entry.type() != AclEntryType.ALLOW
                                || entry.principal().equals(owner));
    }

    private static FileAttribute<List<AclEntry>> aclOf(UserPrincipal owner) {
        AclEntry everything = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build();
        return new FileAttribute<>() {
            @Override
            public String name() {
                return "acl:acl";
            }

            @Override
            public List<AclEntry> value() {
                return List.of(everything);
            }
        };
    }
}
