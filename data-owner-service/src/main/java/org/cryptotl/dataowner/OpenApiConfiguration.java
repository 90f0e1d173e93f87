package org.cryptotl.dataowner;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The description that is made from the code, to be held against the contract. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  @Bean
  OpenAPI description() {
    SpringDocUtils.getConfig().replaceWithClass(SseEmitter.class, String.class);
    return new OpenAPI()
        .info(new Info().title("CryptoTL, the data owner, as implemented").version("1"));
  }
}
