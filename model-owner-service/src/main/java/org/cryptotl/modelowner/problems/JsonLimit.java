package org.cryptotl.modelowner.problems;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Documents are read into memory and are hence small; payloads are read as they come. */
@RestControllerAdvice
class JsonLimit extends RequestBodyAdviceAdapter {

  /** A training request with 64 layers and the weights of 1000 classes has a tenth of it. */
  private static final int MOST_BYTES = 1 << 20;

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return !Resource.class.isAssignableFrom(parameter.getParameterType());
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    if (message.getHeaders().getContentLength() > MOST_BYTES) {
      throw tooLarge();
    }
    return new Limited(message.getHeaders(), new Counted(message.getBody()));
  }

  private static Problem tooLarge() {
    return new Problem(
        ProblemType.TOO_LARGE,
        "the document has more than the %d bytes that are accepted".formatted(MOST_BYTES));
  }

  private record Limited(HttpHeaders headers, InputStream body) implements HttpInputMessage {

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public InputStream getBody() {
      return body;
    }
  }

  /** Says so as soon as there are too many bytes, whatever was announced. */
  private static final class Counted extends FilterInputStream {

    private long left = MOST_BYTES;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = in.read(into, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int bytes) {
      left -= bytes;
      if (left < 0) {
        throw tooLarge();
      }
    }
  }
}
