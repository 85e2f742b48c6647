package io.comity.cli;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import io.comity.identity.PrivateFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * A text of letters and digits as a QR code (ISO/IEC 18004), in capitals, which take 5.5 bits each instead of 8. With the least
 * error correction: the checksum of the text notices what is misread, and a small code is read from further away.
 */
final class QrCode {
    /** Modules without ink around the code, by the standard. */
    static final int QUIET_ZONE = 4;
    /** What the largest code holds in capitals and digits. */
    static final int MAX_LETTERS = 4_296;

    private static final int PIXELS = 8;
    private static final int WHITE = 0xffffff;

    /** Black on white by the 256 colours that every terminal has, whatever its own two are. */
    private static final String BLACK_ON_WHITE = "\033[38;5;16;48;5;231m";

    private static final String PLAIN = "\033[0m\n";

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    /** @throws RefusedException when the text is too long */
    static QrCode of(String text) {
        if (text.length() > MAX_LETTERS) {
            throw new RefusedException("the text has " + text.length() + " letters, more than the " + MAX_LETTERS
                    + " of the largest QR code; leave out --qr and --png, or name fewer kinds of messages");
        }
        try {
            return new QrCode(Encoder.encode(text.toUpperCase(Locale.ROOT), ErrorCorrectionLevel.L)
                    .getMatrix());
        } catch (WriterException noCode) {
            throw new IllegalStateException("a text of letters and digits is no QR code", noCode);
        }
    }

    /** Two rows of modules in one line of text, by the halves of a block. */
    String forTerminal() {
        StringBuilder text = new StringBuilder();
        for (int y = -QUIET_ZONE; y < modules.getHeight() + QUIET_ZONE; y += 2) {
            text.append(BLACK_ON_WHITE);
            for (int x = -QUIET_ZONE; x < modules.getWidth() + QUIET_ZONE; x++) {
                text.append(block(isInk(x, y), isInk(x, y + 1)));
            }
            text.append(PLAIN);
        }
        return text.toString();
    }

    private static char block(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '█' : '▀';
        }
        return lower ? '▄' : ' ';
    }

    private boolean isInk(int x, int y) {
        return x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight() && modules.get(x, y) != 0;
    }

    /**
     * Writes it as a PNG that only its owner can read.
     *
     * @throws RefusedException when the file is there already or cannot be written
     */
    void write(Path file) {
        Path place = file.toAbsolutePath().normalize();
        try {
            byte[] png = png();
            PrivateFile.create(place);
            Files.write(place, png);
        } catch (FileAlreadyExistsException there) {
            throw new RefusedException(file + " is there already; name a file that is not");
        } catch (IOException failure) {
            String why = failure instanceof FileSystemException named && named.getReason() != null
                    ? named.getReason()
                    : failure.getClass().getSimpleName();
            throw new RefusedException("cannot write " + file + " (" + why + "); name a file in a folder of yours");
        }
    }

    byte[] png() throws IOException {
        ImageIO.setUseCache(false);
        BufferedImage image = image();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private BufferedImage image() {
        int width = (modules.getWidth() + 2 * QUIET_ZONE) * PIXELS;
        int height = (modules.getHeight() + 2 * QUIET_ZONE) * PIXELS;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, isInk(x / PIXELS - QUIET_ZONE, y / PIXELS - QUIET_ZONE) ? 0 : WHITE);
            }
        }
        return image;
    }
}
