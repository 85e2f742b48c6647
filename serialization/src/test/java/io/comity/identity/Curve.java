package io.comity.identity;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Edwards25519 from the formulas of RFC 8032 section 5.1, slow and plain: makes the points that no honest library makes. */
final class Curve {
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    static final BigInteger L = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger D =
            mod(BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)));
    private static final BigInteger SQRT_MINUS_ONE = BigInteger.TWO.modPow(P.shiftRight(2), P);

    static final Point BASE = at(
                    mod(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P))), 0)
            .orElseThrow();

    private Curve() {}

    record Point(BigInteger x, BigInteger y) {
        Point plus(Point that) {
            BigInteger cross = D.multiply(x).multiply(that.x).multiply(y).multiply(that.y);
            BigInteger sumX = x.multiply(that.y).add(that.x.multiply(y));
            BigInteger sumY = y.multiply(that.y).add(x.multiply(that.x));
            return new Point(
                    mod(sumX.multiply(mod(BigInteger.ONE.add(cross)).modInverse(P))),
                    mod(sumY.multiply(mod(BigInteger.ONE.subtract(cross)).modInverse(P))));
        }

        Point times(BigInteger factor) {
            Point product = new Point(BigInteger.ZERO, BigInteger.ONE);
            for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
                product = product.plus(product);
                product = factor.testBit(bit) ? product.plus(this) : product;
            }
            return product;
        }

        byte[] encoded() {
            return encode(y, x.testBit(0));
        }
    }

    /** The eight points whose order divides eight, the neutral one first. */
    static List<Point> torsion() {
        Point generator = IntStream.iterate(2, y -> y + 1)
                .mapToObj(y -> at(BigInteger.valueOf(y), 0))
                .flatMap(Optional::stream)
                .map(point -> point.times(L))
                .filter(point -> point.times(BigInteger.valueOf(4)).y().intValue() != 1)
                .findFirst()
                .orElseThrow();
        return IntStream.range(0, 8)
                .mapToObj(i -> generator.times(BigInteger.valueOf(i)))
                .toList();
    }

    /** Any 255-bit y and any sign, canonical or not. */
    static byte[] encode(BigInteger y, boolean sign) {
        return little(sign ? y.setBit(255) : y);
    }

    static byte[] little(BigInteger value) {
        byte[] bytes = new byte[32];
        for (int at = 0; at < 32; at++) {
            bytes[at] = value.shiftRight(8 * at).byteValue();
        }
        return bytes;
    }

    static BigInteger little(byte[] bytes) {
        byte[] big = new byte[bytes.length];
        for (int at = 0; at < bytes.length; at++) {
            big[at] = bytes[bytes.length - 1 - at];
        }
        return new BigInteger(1, big);
    }

    /** The point with this y and this sign of x, if there is one. */
    private static Optional<Point> at(BigInteger y, int sign) {
        BigInteger square = y.multiply(y)
                .subtract(BigInteger.ONE)
                .multiply(mod(D.multiply(y).multiply(y).add(BigInteger.ONE)).modInverse(P));
        BigInteger root = mod(square).modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!mod(root.multiply(root)).equals(mod(square))) {
            root = mod(root.multiply(SQRT_MINUS_ONE));
        }
        if (!mod(root.multiply(root)).equals(mod(square))) {
            return Optional.empty();
        }
        return Optional.of(new Point(root.testBit(0) == (sign == 1) ? root : mod(root.negate()), y));
    }

    private static BigInteger mod(BigInteger value) {
        return value.mod(P);
    }
}
