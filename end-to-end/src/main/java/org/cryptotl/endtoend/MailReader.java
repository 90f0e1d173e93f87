package org.cryptotl.endtoend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.BasicBodyFactory;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jsoup.Jsoup;

/** Reads what a person would of a mail: the subject and the first words of the body. */
final class MailReader {

  /** Words of the body that are kept. */
  static final int WORDS = 100;

  private static final byte[] MBOX_LINE = "From ".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private MailReader() {}

  /**
   * The subject and the first {@value #WORDS} words of the readable body, with single spaces.
   *
   * @param mail as it travels (RFC 5322), a line of an mbox before it or not
   * @return empty if there is nothing to read
   */
  static Optional<String> read(byte[] mail) {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
    builder.setBodyFactory(new BasicBodyFactory(StandardCharsets.ISO_8859_1));
    try {
      Message message = builder.parseMessage(new ByteArrayInputStream(withoutMboxLine(mail)));
      String subject = message.getSubject() == null ? "" : message.getSubject();
      String text = (subject + " " + words(body(message))).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(SPACE.matcher(text).replaceAll(" "));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static byte[] withoutMboxLine(byte[] mail) {
    if (!Arrays.equals(mail, 0, Math.min(mail.length, 5), MBOX_LINE, 0, 5)) {
      return mail;
    }
    int end = 0;
    while (end < mail.length && mail[end] != '\n') {
      end++;
    }
    return Arrays.copyOfRange(mail, Math.min(end + 1, mail.length), mail.length);
  }

  private static String words(String text) {
    return SPACE
        .splitAsStream(text)
        .filter(word -> !word.isEmpty())
        .limit(WORDS)
        .collect(Collectors.joining(" "));
  }

  /** Plain text where there is any, else what a browser would show. */
  private static String body(Entity entity) throws IOException {
    String plain = text(entity, "text/plain");
    return plain.isBlank() ? Jsoup.parse(text(entity, "text/html")).text() : plain;
  }

  private static String text(Entity entity, String type) throws IOException {
    Body body = entity.getBody();
    if (body instanceof Multipart parts) {
      StringBuilder all = new StringBuilder();
      for (Entity part : parts.getBodyParts()) {
        all.append(text(part, type)).append('\n');
      }
      return all.toString();
    }
    if (body instanceof Message inner) {
      return text(inner, type);
    }
    return body instanceof TextBody text && type.equalsIgnoreCase(entity.getMimeType())
        ? decoded(text)
        : "";
  }

  /** In the charset that the mail names; Latin-1, which reads anything, where that is ASCII. */
  private static String decoded(TextBody text) throws IOException {
    Charset charset = Charset.forName(text.getMimeCharset(), StandardCharsets.ISO_8859_1);
    try (InputStream bytes = text.getInputStream()) {
      return new String(
          bytes.readAllBytes(),
          charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.ISO_8859_1 : charset);
    }
  }
}
