package org.cryptotl.dataowner;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DataOwnerApplication {

  /** Runs the service until it is told to end. */
  public static void main(String[] args) {
    SpringApplication.run(DataOwnerApplication.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
