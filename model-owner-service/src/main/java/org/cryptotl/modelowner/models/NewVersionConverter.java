package org.cryptotl.modelowner.models;

import java.io.IOException;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the request for a version from a part of a form whose media type was not said, as browsers
 * and {@code curl -F} send it.
 */
@Component
class NewVersionConverter extends AbstractHttpMessageConverter<NewVersion> {

  private final JsonMapper json;

  NewVersionConverter(JsonMapper json) {
    super(MediaType.APPLICATION_OCTET_STREAM, MediaType.TEXT_PLAIN);
    this.json = json;
  }

  @Override
  protected boolean supports(Class<?> type) {
    return type == NewVersion.class;
  }

  @Override
  protected NewVersion readInternal(Class<? extends NewVersion> type, HttpInputMessage message)
      throws IOException {
    try {
      return json.readValue(message.getBody(), type);
    } catch (JacksonException e) {
      throw new HttpMessageNotReadableException("the request is no JSON", e, message);
    }
  }

  @Override
  protected boolean canWrite(MediaType mediaType) {
    return false;
  }

  @Override
  protected void writeInternal(NewVersion version, HttpOutputMessage message) {
    throw new HttpMessageNotWritableException("requests are only read");
  }
}
