package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailReaderTest {

  private static Optional<String> read(String mail) {
    return MailReader.read(mail.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void plainMail_isSubjectAndBody() {
    assertEquals(
        Optional.of("Lunch See you at one."),
        read("From: a@example.org\nSubject: Lunch\n\nSee you\n\n  at one.\n"));
  }

  @Test
  void lineOfAnMbox_isLeftOut() {
    assertEquals(
        Optional.of("Lunch See you."),
        read("From a@example.org  Mon Jan  1 00:00:00 2001\nSubject: Lunch\n\nSee you.\n"));
  }

  @Test
  void html_isStrippedOfTagsAndScripts() {
    assertEquals(
        Optional.of("Offer Buy now & save"),
        read(
            """
            Subject: Offer
            MIME-Version: 1.0
            Content-Type: text/html; charset=us-ascii

            <html><head><style>p {color: red}</style><script>alert(1)</script></head>
            <body><p>Buy <b>now</b> &amp; save</p></body></html>
            """));
  }

  @Test
  void alternatives_giveThePlainOne() {
    assertEquals(
        Optional.of("Two plain words"),
        read(
            """
            Subject: Two
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary=edge

            --edge
            Content-Type: text/html

            <p>html words</p>
            --edge
            Content-Type: text/plain

            plain words
            --edge--
            """));
  }

  @Test
  void encodedSubjectAndBody_areDecoded() {
    assertEquals(
        Optional.of("Gr\u00fc\u00dfe caf\u00e9 = good"),
        read(
            """
            Subject: =?utf-8?B?R3LDvMOfZQ==?=
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            caf=C3=A9 =3D good
            """));
  }

  @Test
  void unknownCharset_isReadAsLatin1() {
    assertEquals(
        Optional.of("Odd caf\u00e9"),
        read("Subject: Odd\nContent-Type: text/plain; charset=no-such\n\ncaf\u00e9\n"));
  }

  @Test
  void longBody_isCutAfterTheFirstWords() {
    String body =
        IntStream.range(0, 3 * MailReader.WORDS)
            .mapToObj(i -> "w" + i)
            .collect(Collectors.joining(" "));
    String text = read("Subject: Long\n\n" + body + "\n").orElseThrow();
    assertEquals(MailReader.WORDS + 1, text.split(" ").length);
    assertEquals("w" + (MailReader.WORDS - 1), text.substring(text.lastIndexOf(' ') + 1));
  }

  @Test
  void nothingToRead_isEmpty() {
    assertEquals(Optional.empty(), read("From: a@example.org\n\n\n"));
    assertEquals(Optional.empty(), MailReader.read(new byte[0]));
  }
}
