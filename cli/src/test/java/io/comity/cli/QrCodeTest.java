package io.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.Parsed;
import io.comity.mission.Caveats;
import io.comity.mission.Invitation;
import io.comity.mission.Ticket;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn is read again by somebody else's reader. */
final class QrCodeTest {
    private static final int SCALE = 4;

    @TempDir
    Path folder;

    private static Invitation invitation() {
        Ticket ticket = new Ticket(
                Bytes.of(new byte[Ticket.ID_BYTES]),
                "hello",
                1,
                2,
                Instant.parse("2026-12-24T18:00:00Z"),
                3,
                Caveats.NONE.quota(100));
        return Invitation.sign(MemoryKeyHolder.fromSeed(new byte[32]), ticket, List.of("tcp://alice.example.org:4711"));
    }

    private static String read(BufferedImage image) throws Exception {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        LuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        Result result = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)));
        return result.getText();
    }

    /** As a terminal shows it. */
    private static BufferedImage drawn(String text) {
        List<String> lines = text.lines()
                .map(line -> Pattern.compile("\033\\[[0-9;]*m").matcher(line).replaceAll(""))
                .toList();
        int width = lines.get(0).length();
        BufferedImage image = new BufferedImage(width * SCALE, 2 * lines.size() * SCALE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 2 * lines.size() * SCALE; y++) {
            for (int x = 0; x < width * SCALE; x++) {
                char block = lines.get(y / SCALE / 2).charAt(x / SCALE);
                boolean isUpper = y / SCALE % 2 == 0;
                boolean isInk = block == '█' || block == (isUpper ? '▀' : '▄');
                image.setRGB(x, y, isInk ? 0 : 0xffffff);
            }
        }
        return image;
    }

    @Test
    void whatATerminalShowsIsReadAndIsTheInvitation() throws Exception {
        String text = invitation().text();
        String read = read(drawn(QrCode.of(text).forTerminal()));
        assertThat(read).isEqualToIgnoringCase(text);
        assertThat(Invitation.parse(read)).isEqualTo(new Parsed.Accepted<>(invitation()));
    }

    @Test
    void aPictureIsReadAndIsForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("invitation.png");
        QrCode.of(invitation().text()).write(file);
        String read = read(ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file))));
        assertThat(Invitation.parse(read)).isEqualTo(new Parsed.Accepted<>(invitation()));
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "this file system has no mode bits");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void itHasAQuietZoneAndColoursOfItsOwn() {
        List<String> lines = QrCode.of("hello2").forTerminal().lines().toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("\033[38;5;16;48;5;231m    ")
                        .endsWith("    \033[0m"));
        assertThat(lines.get(0)).isEqualTo(lines.get(1)).doesNotContain("█", "▀", "▄");
    }

    @Test
    void aTextAsLongAsMayBeAndOneLetterMore() throws Exception {
        String longest = "a".repeat(QrCode.MAX_LETTERS);
        assertThat(read(drawn(QrCode.of(longest).forTerminal()))).isEqualToIgnoringCase(longest);
        assertThatThrownBy(() -> QrCode.of(longest + "a"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("4297 letters", "largest QR code", "leave out --qr");
    }

    @Test
    void whatIsThereIsNotWrittenOver() throws Exception {
        Path file = Files.writeString(folder.resolve("there.png"), "mine");
        assertThatThrownBy(() -> QrCode.of("hello").write(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> QrCode.of("hello").write(folder.resolve("no/such/folder.png")))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("cannot write ");
        assertThat(file).hasContent("mine");
    }
}
