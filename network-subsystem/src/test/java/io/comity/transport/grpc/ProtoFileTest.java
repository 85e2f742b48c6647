package io.comity.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the published file says is what the marshallers do, as Google's own library reads and writes it. */
final class ProtoFileTest {
    private static final Pattern MESSAGE = Pattern.compile("message (\\w+) \\{([^}]*)}");
    private static final Pattern FIELD = Pattern.compile("bytes (\\w+) = (\\d+);");
    private static final Pattern RPC =
            Pattern.compile("rpc (\\w+)\\((stream )?(\\w+)\\) returns \\((stream )?(\\w+)\\)");
    private static final int BOUND = 61_440;

    private String file = "";
    private FileDescriptor proto;

    @BeforeEach
    void readTheFile() throws Exception {
        file = Files.readString(Path.of(System.getProperty("comity.root"), "docs", "protocol", "comity.proto"));
        FileDescriptorProto.Builder builder = FileDescriptorProto.newBuilder()
                .setName("comity.proto")
                .setPackage("comity.v1")
                .setSyntax("proto3");
        Matcher message = MESSAGE.matcher(file);
        while (message.find()) {
            builder.addMessageType(message(message.group(1), message.group(2)));
        }
        proto = FileDescriptor.buildFrom(builder.build(), new FileDescriptor[0]);
    }

    private static DescriptorProto message(String name, String body) {
        DescriptorProto.Builder builder = DescriptorProto.newBuilder().setName(name);
        Matcher field = FIELD.matcher(body);
        while (field.find()) {
            builder.addField(FieldDescriptorProto.newBuilder()
                    .setName(field.group(1))
                    .setNumber(Integer.parseInt(field.group(2)))
                    .setType(FieldDescriptorProto.Type.TYPE_BYTES));
        }
        return builder.build();
    }

    @Test
    void everyMessageIsWrittenAndReadAsProtocolBuffersDo() throws Exception {
        assertThat(proto.getMessageTypes())
                .extracting(Descriptor::getName)
                .containsExactly("Frame", "Request", "Answer");
        Random random = new Random(7);
        for (Descriptor type : proto.getMessageTypes()) {
            assertThat(type.getFields()).hasSize(1);
            for (int size : new int[] {1, 2, 127, 128, 129, 16_383, 16_384, BOUND}) {
                byte[] content = new byte[size];
                random.nextBytes(content);
                byte[] theirs = DynamicMessage.newBuilder(type)
                        .setField(type.getFields().get(0), ByteString.copyFrom(content))
                        .build()
                        .toByteArray();
                assertThat(OneField.encode(content)).isEqualTo(theirs);
                assertThat(read(theirs)).isEqualTo(content);
            }
        }
    }

    @Test
    void theMethodsAreThoseOfTheFile() {
        assertThat(file).contains("package comity.v1;", "service Comity {");
        Matcher rpc = RPC.matcher(file);
        for (MethodDescriptor<?, ?> method : Methods.ALL) {
            assertThat(rpc.find()).isTrue();
            assertThat(method.getFullMethodName()).isEqualTo("comity.v1.Comity/" + rpc.group(1));
            assertThat(method.getType().clientSendsOneMessage()).isEqualTo(rpc.group(2) == null);
            assertThat(method.getType().serverSendsOneMessage()).isEqualTo(rpc.group(4) == null);
        }
        assertThat(rpc.find()).isFalse();
    }

    @Test
    void oneByteBeyondTheBoundIsRefused() {
        assertThat(read(OneField.encode(new byte[BOUND]))).hasSize(BOUND);
        assertThat(read(OneField.encode(new byte[BOUND + 1]))).isSameAs(OneField.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0a",
                "0a00",
                "0a0141420a0141",
                "0a01",
                "0a0241",
                "0a014100",
                "0a810041",
                "0a8180808000",
                "120141",
                "0a01410a0142",
                "0affffffff0f41",
                "0a8080808001",
                "0a80",
                "080141"
            })
    void whatIsNotTheOneFieldIsRefused(String hex) {
        assertThat(read(HexFormat.of().parseHex(hex))).isSameAs(OneField.REFUSED);
    }

    private static byte[] read(byte[] message) {
        return new OneField(BOUND).parse(new ByteArrayInputStream(message));
    }
}
