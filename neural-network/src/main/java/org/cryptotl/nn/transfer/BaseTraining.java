package org.cryptotl.nn.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.StreamSupport;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Weights;
import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.Split;
import org.cryptotl.nn.training.Trainer;
import org.cryptotl.nn.training.TrainingMonitor;
import org.cryptotl.nn.training.TrainingOptions;
import org.cryptotl.nn.training.TrainingResult;

/**
 * Trains the layers that a model owner freezes: with a temporary logistic output, on one or several
 * sources at once, whose labels mean the same (e.g. 1 for praise).
 *
 * <p>The inputs are scaled to mean 0 and standard deviation 1, and so are, in the end, the
 * features: their scale goes into the last layer, so that whoever gets features gets them in the
 * source's units, and a head can be regularised alike whatever the base. Under privacy nothing is
 * fitted on the sources but the weights: the scaler is given, and the features stay as they are;
 * only the choice of the epoch sees the samples that are held out for it, without noise. The
 * guarantee is for the samples that are not held out, and not about which these are.
 *
 * <p>Cost is that of training the network, and two passes over the sources.
 */
public final class BaseTraining {

  private final BaseOptions options;
  private final Parallel parallel;

  /**
   * Makes a training.
   *
   * @param options how to train
   * @param parallel how to run; the result does not depend on it
   */
  public BaseTraining(BaseOptions options, Parallel parallel) {
    this.options = Objects.requireNonNull(options, "options");
    this.parallel = Objects.requireNonNull(parallel, "parallel");
  }

  /**
   * Trains.
   *
   * @param lower the untrained layers, e.g. {@link org.cryptotl.nn.layer.Presets#paperLower}; the
   *     last is a {@link Dense}
   * @param sources samples of classes 0 and 1, one or more sets, as the encoder gives them; read
   *     again and again
   * @throws CancellationException if the monitor stopped it
   * @throws org.cryptotl.nn.training.DivergenceException if the loss becomes infinite
   * @throws IllegalArgumentException if network, sources and options do not go together
   */
  public Base train(Network lower, List<Samples> sources, TrainingMonitor monitor) {
    if (!(lower.layers().getLast() instanceof Dense)) {
      throw new IllegalArgumentException(
          "base: got a network that ends in %s, expected Dense, which the scale of the features goes into"
              .formatted(lower.layers().getLast().name()));
    }
    TrainingOptions training = options.training();
    Samples all = new Sources(sources);
    Scaler scaler =
        options.scaler().orElseGet(() -> Scaler.fit(Scaler.Kind.STANDARD, Sources.rows(all)));
    Samples scaled = new ScaledSamples(all, scaler);
    Split split = Split.of(scaled, options.heldOut(), training.seed());
    TrainingResult result =
        new Trainer(training, parallel)
            .train(withOutput(lower), split.training(), split.heldOut(), monitor);
    if (result.ending() == TrainingResult.Ending.CANCELLED) {
      throw new CancellationException("base: the monitor stopped the training");
    }
    Network frozen =
        new Network(lower.input(), result.network().layers().subList(1, 1 + lower.layers().size()));
    boolean isPrivate = training.privacy().isPresent();
    return new Base(isPrivate ? frozen : normalised(frozen, scaled), scaler, result);
  }

  private Network withOutput(Network lower) {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Dropout((float) options.inputDropout()));
    layers.addAll(lower.layers());
    layers.add(new Dropout((float) options.featureDropout()));
    SplittableRandom random = new SplittableRandom(options.training().seed());
    layers.add(Dense.random(lower.output().size(), 1, random));
    layers.add(new Sigmoid());
    return new Network(lower.input(), layers);
  }

  /**
   * The same network with features of mean 0 and standard deviation 1 over these samples.
   *
   * @param network its last layer is a {@link Dense}, which takes up scale and shift
   * @param samples inputs of the network, at least one
   */
  public static Network normalised(Network network, Samples samples) {
    Iterable<float[]> inputs = Sources.rows(samples);
    Scaler scaler =
        Scaler.fit(
            Scaler.Kind.STANDARD,
            () ->
                StreamSupport.stream(inputs.spliterator(), false).map(network::forward).iterator());
    List<Layer> layers = new ArrayList<>(network.layers());
    layers.set(layers.size() - 1, scaled((Dense) layers.getLast(), scaler));
    return new Network(network.input(), layers);
  }

  /** The layer followed by the scaler, as one layer. */
  private static Dense scaled(Dense dense, Scaler scaler) {
    float[] offsets = scaler.offsets();
    float[] factors = scaler.factors();
    float[] weights = dense.weights().toArray();
    float[] bias = new float[dense.outputs()];
    for (int i = 0; i < bias.length; i++) {
      float before = dense.bias().size() > 0 ? dense.bias().get(i) : 0;
      bias[i] = (before - offsets[i]) * factors[i];
      for (int j = i * dense.inputs(); j < (i + 1) * dense.inputs(); j++) {
        weights[j] *= factors[i];
      }
    }
    return new Dense(dense.inputs(), dense.outputs(), Weights.of(weights), Weights.of(bias));
  }
}
