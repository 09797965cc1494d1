package dev.livegrad.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as bytes, behind a checksum (CRC-32C) that tells whether they are what was written. The
 * checksum is over what they belong to as well, so that one row's bytes aren't taken for another's.
 */
final class Sealed {
  private Sealed() {}

  /** Writes numbers. */
  interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads the numbers, all of them; null or a {@link BufferUnderflowException} where it can't. */
  interface Reader<T> {
    @Nullable T read(ByteBuffer in);
  }

  /**
   * What {@code content} writes, sealed.
   *
   * @param owner numbers that tell the row
   */
  static byte[] seal(Content content, long... owner) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0);
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory has no such trouble.
    }
    byte[] sealed = bytes.toByteArray();
    ByteBuffer.wrap(sealed).putInt(checksum(sealed, owner));
    return sealed;
  }

  /** What {@code reader} makes of sealed bytes; null where they aren't what was written. */
  static <T> @Nullable T open(byte[] sealed, Reader<T> reader, long... owner) {
    ByteBuffer in = ByteBuffer.wrap(sealed);
    if (sealed.length < Integer.BYTES || in.getInt() != checksum(sealed, owner)) {
      return null;
    }
    try {
      T content = reader.read(in);
      return in.hasRemaining() ? null : content;
    } catch (BufferUnderflowException e) {
      return null;
    }
  }

  private static int checksum(byte[] sealed, long... owner) {
    CRC32C checksum = new CRC32C();
    ByteBuffer numbers = ByteBuffer.allocate(owner.length * Long.BYTES);
    for (long number : owner) {
      numbers.putLong(number);
    }
    checksum.update(numbers.flip());
    checksum.update(sealed, Integer.BYTES, sealed.length - Integer.BYTES);
    return (int) checksum.getValue();
  }
}
