package org.cryptotl.modelowner;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the service. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ModelOwnerApplication {

  /** For Spring. */
  public ModelOwnerApplication() {}

  /** Starts the service with the command line's properties. */
  public static void main(String[] args) {
    SpringApplication.run(ModelOwnerApplication.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
