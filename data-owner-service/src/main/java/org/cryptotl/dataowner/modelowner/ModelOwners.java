package org.cryptotl.dataowner.modelowner;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.dataowner.protection.Vault;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** The connections to model owners; their tokens are stored encrypted. */
@Component
public class ModelOwners {

  private final JdbcClient jdbc;
  private final Vault vault;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private final JdkClientHttpRequestFactory requests;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  ModelOwners(
      JdbcClient jdbc,
      Vault vault,
      Clock clock,
      ApplicationEventPublisher events,
      CryptotlProperties properties) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.clock = clock;
    this.events = events;
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(properties.peer().connectTimeout())
            .build();
    this.requests = new JdkClientHttpRequestFactory(http);
    this.requests.setReadTimeout(properties.peer().readTimeout());
  }

  /**
   * Connects, if the model owner accepts the token.
   *
   * @throws Problem if it does not, or does not answer
   */
  public ModelOwner connect(ConnectionRequest request) {
    String address = accepted(request.address(), request.token());
    ModelOwner owner =
        new ModelOwner(
            UUID.randomUUID().toString(),
            request.name(),
            address,
            Instant.ofEpochMilli(clock.millis()));
    byte[] sealed = sealed(owner.id(), request.token());
    try {
      jdbc.sql("insert into model_owner values (?, ?, ?, ?, ?)")
          .params(owner.id(), owner.name(), address, sealed, owner.createdAt().toEpochMilli())
          .update();
    } catch (DuplicateKeyException _) {
      throw new Problem(
          ProblemType.CONFLICT, "there is a connection of that name; choose another name");
    }
    return owner;
  }

  /**
   * Gives a connection another address and token, if the model owner accepts them; keys, features
   * and heads stay.
   *
   * @throws Problem if it does not, or does not answer
   */
  public ModelOwner change(String id, ConnectionChange change) {
    get(id);
    String address = accepted(change.address(), change.token());
    jdbc.sql("update model_owner set address = ?, sealed_token = ? where id = ?")
        .params(address, sealed(id, change.token()), id)
        .update();
    peers.remove(id);
    return get(id);
  }

  /** The address as it is stored, if the model owner there accepts the token. */
  private String accepted(String address, String token) {
    String bare = address.replaceAll("/$", "");
    PeerCall.call(peer(bare, token).api()::account);
    return bare;
  }

  private byte[] sealed(String id, String token) {
    return vault.seal(token.getBytes(StandardCharsets.UTF_8), purpose(id));
  }

  private static String purpose(String id) {
    return "model-owner-token/" + id;
  }

  private Peer peer(String address, String token) {
    RestClient client =
        RestClient.builder()
            .baseUrl(address)
            .requestFactory(requests)
            .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
            .build();
    return new Peer(
        HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
            .build()
            .createClient(ModelOwnerApi.class));
  }

  /** All connections, by name. */
  public List<ModelOwner> list() {
    return jdbc.sql("select * from model_owner order by name").query((row, _) -> owner(row)).list();
  }

  /** One connection. */
  public ModelOwner get(String id) {
    return jdbc.sql("select * from model_owner where id = ?")
        .param(id)
        .query((row, _) -> owner(row))
        .optional()
        .orElseThrow(() -> Problem.notFound("connection to a model owner"));
  }

  private static ModelOwner owner(ResultSet row) throws SQLException {
    return new ModelOwner(
        row.getString("id"),
        row.getString("name"),
        row.getString("address"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  /** The party at the other end of a connection; another one after a change. */
  public Peer peer(String id) {
    return peers.computeIfAbsent(
        id,
        _ -> {
          ModelOwner owner = get(id);
          byte[] sealed =
              jdbc.sql("select sealed_token from model_owner where id = ?")
                  .param(id)
                  .query(byte[].class)
                  .single();
          return peer(owner.address(), token(owner, sealed));
        });
  }

  private String token(ModelOwner owner, byte[] sealed) {
    try {
      return new String(vault.open(sealed, purpose(owner.id())), StandardCharsets.UTF_8);
    } catch (IllegalStateException _) {
      throw new Problem(
          ProblemType.CONFLICT,
          "the token of %s cannot be decrypted; enter it anew, or start with the master key that it was stored under"
              .formatted(owner.name()));
    }
  }

  /** Forgets a connection with its keys and features, and deletes the keys there if it can. */
  public Deleted delete(String id) {
    List<String> left = new ArrayList<>();
    events.publishEvent(new ModelOwnerDeleted(get(id).id(), left::add));
    jdbc.sql("delete from model_owner where id = ?").param(id).update();
    peers.remove(id);
    return new Deleted(left);
  }

  /** The models that can be used at present, with their cards. */
  public List<OfferedModel> models(String id) {
    ModelOwnerApi api = peer(id).api();
    List<OfferedModel> offered = new ArrayList<>();
    for (ModelOwnerApi.Model model : PeerCall.call(api::models).models()) {
      if (model.activeVersion() != null) {
        offered.add(model(id, model.name(), model.activeVersion()));
      }
    }
    return offered;
  }

  /** One version of a model with its card. */
  public OfferedModel model(String id, String model, int version) {
    ModelOwnerApi api = peer(id).api();
    Card card = PeerCall.call(() -> api.version(model, version)).card();
    if (card == null) {
      throw new Problem(
          ProblemType.MODEL_OWNER_REFUSED, "the model owner shows no card of this version");
    }
    return new OfferedModel(model, version, card);
  }
}
