"""Trains a small network in plain Python, with the same losses as Livegrad, step by step.

Save it as train.py and run `python3 train.py`; it needs nothing but Python 3. Value, Neuron, Layer and
MLP are after Andrej Karpathy's micrograd, https://github.com/karpathy/micrograd.
"""
#if softmax cross_entropy
import functools
#end
import math
import random
import sys

# THE RUN

#run

# THE ENGINE: numbers that know how they were made


class Value:
    """A number, the values that it was made from, and its derivative with respect to each of them."""

    made = 0

    def __init__(self, data, children=(), derivatives=()):
        self.data = data
        self.grad = 0.0
        self.children = children
        self.derivatives = derivatives
        Value.made += 1
        self.number = Value.made

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    __radd__ = __add__
    __rmul__ = __mul__

#if l1
    def __abs__(self):
        sign = float((self.data > 0) - (self.data < 0))
        return Value(abs(self.data), (self,), (sign,))

#end
#if linear
    def linear(self):
        return self

#end
#if tanh
    def tanh(self):
        out = math.tanh(self.data)
        return Value(out, (self,), (1 - out * out,))

#end
#if relu hinge
    def relu(self):
        if self.data <= 0:
            return Value(0.0, (self,), (0.0,))
        return Value(self.data, (self,), (1.0,))

#end
#if leaky_relu
    def leaky_relu(self):
        slope = 1.0 if self.data > 0 else 0.01
        return Value(slope * self.data, (self,), (slope,))

#end
#if gelu
    def gelu(self):
        x, scale, cube = self.data, math.sqrt(2 / math.pi), 0.044715
        t = math.tanh(scale * (x + cube * x * x * x))
        bend = (1 - t * t) * scale * (1 + 3 * cube * x * x) if abs(t) < 1 else 0.0
        return Value(0.5 * x * (1 + t), (self,), (0.5 * (1 + t + x * bend),))

#end
#if sigmoid
    def sigmoid(self):
        out = sigmoid(self.data)
        return Value(out, (self,), (out * (1 - out),))

#end
#if binary_cross_entropy
    def softplus(self):
        """log(1 + exp(x)), also where exp(x) is too large for a float."""
        out = max(self.data, 0.0) + math.log1p(math.exp(-abs(self.data)))
        return Value(out, (self,), (sigmoid(self.data),))

#end
#if softmax
    def exp(self):
        out = math.exp(self.data)
        return Value(out, (self,), (out,))

#end
#if softmax cross_entropy
    def log_add_exp(self, other):
        """log(exp(x) + exp(y)), also where these are too large for a float."""
        apart = self.data - other.data
        out = max(self.data, other.data) + math.log1p(math.exp(-abs(apart)))
        return Value(out, (self, other), (sigmoid(apart), sigmoid(-apart)))

#end
    def backward(self):
        """Adds to the grad of each value that this one was made from: the chain rule, last made first."""
        found, open_ends = {self}, [self]
        while open_ends:
            for child in open_ends.pop().children:
                if child not in found:
                    found.add(child)
                    open_ends.append(child)
        self.grad = 1.0
        for value in sorted(found, key=lambda value: value.number, reverse=True):
            for child, derivative in zip(value.children, value.derivatives):
                child.grad += derivative * value.grad


#if sigmoid binary_cross_entropy softmax cross_entropy
def sigmoid(x):
    """1 / (1 + exp(-x)), also where exp(-x) is too large for a float."""
    e = math.exp(-abs(x))
    return (1.0 if x > 0 else e) / (1 + e)


#end
#if softmax cross_entropy
def log_sum_exp(values):
    return functools.reduce(Value.log_add_exp, values)


#end
# THE NETWORK


def first_value(how, fan_in, fan_out):
    """Of a weight or a bias, for layers of fan_in inputs and fan_out neurons."""
#if uniform
    if how == "uniform":
        return random.uniform(-1, 1)
#end
#if zero
    if how == "zero":
        return 0.0
#end
#if xavier_uniform
    if how == "xavier_uniform":
        limit = math.sqrt(6 / (fan_in + fan_out))
        return random.uniform(-limit, limit)
#end
#if he_uniform
    if how == "he_uniform":
        limit = math.sqrt(6 / fan_in)
        return random.uniform(-limit, limit)
#end
#if xavier_normal
    if how == "xavier_normal":
        return random.gauss(0, math.sqrt(2 / (fan_in + fan_out)))
#end
#if he_normal
    if how == "he_normal":
        return random.gauss(0, math.sqrt(2 / fan_in))
#end


class Neuron:
    def __init__(self, fan_in, fan_out):
        self.weights = [Value(first_value(WEIGHTS, fan_in, fan_out)) for _ in range(fan_in)]
        self.bias = Value(first_value(BIASES, fan_in, fan_out))

    def __call__(self, inputs):
        total = self.bias
        for weight, x in zip(self.weights, inputs):
            total = total + weight * x
        return total

    def parameters(self):
        return self.weights + [self.bias]


class Layer:
    def __init__(self, fan_in, fan_out, activation):
        self.neurons = [Neuron(fan_in, fan_out) for _ in range(fan_out)]
        self.activation = activation

    def __call__(self, inputs):
        sums = [neuron(inputs) for neuron in self.neurons]
#if softmax
        if self.activation == "softmax":
            total = log_sum_exp(sums)
            return [(each - total).exp() for each in sums]
#end
        return [getattr(each, self.activation)() for each in sums]

    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP:
    def __init__(self, fan_in, layers):
        self.layers = []
        for fan_out, activation in layers:
            self.layers.append(Layer(fan_in, fan_out, activation))
            fan_in = fan_out

    def __call__(self, inputs):
        for layer in self.layers:
            inputs = layer(inputs)
        return inputs

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]


# THE LOSS


#if squared_error
def sample_loss(outputs, targets):
    """Squared error."""
    errors = [output - target for output, target in zip(outputs, targets)]
    return sum(error * error for error in errors)


#end
#if hinge
def sample_loss(outputs, targets):
    """Hinge: 0 where an output lies beyond 1 on its target's side."""
    return sum((1 - target * output).relu() for output, target in zip(outputs, targets))


#end
#if binary_cross_entropy
def sample_loss(sums, targets):
    """Binary cross-entropy of sigmoid(sum), from the sum itself, so that it is finite for any."""
    return sum(
        target * (-each).softplus() + (1 - target) * each.softplus()
        for each, target in zip(sums, targets)
    )


#end
#if cross_entropy
def sample_loss(sums, targets):
    """Cross-entropy of softmax(sums), from the sums themselves, so that it is finite for any."""
    aim = sum(target * each for each, target in zip(sums, targets))
    return log_sum_exp([each - aim for each in sums])


#end
def loss_terms(network, samples):
    """What the loss is the sum of; one at a time, so that memory holds one of their graphs."""
    for inputs, targets in samples:
#if sum
        yield sample_loss(network(inputs), targets)
#end
#if mean
        yield sample_loss(network(inputs), targets) * (1 / len(samples))
#end


#if l1 l2
def penalty_terms(parameters):
#if l1
    yield L1 * sum(abs(p) for p in parameters)
#end
#if l2
    yield L2 * sum(p * p for p in parameters)
#end


#end
# THE OPTIMIZER


#if constant_rate
def learning_rate(step):
    return LEARNING_RATE


#end
#if linear_rate
def learning_rate(step):
    return RATE_FROM + (RATE_TO - RATE_FROM) * step / RATE_STEPS if step < RATE_STEPS else RATE_TO


#end
#if cosine_rate
def learning_rate(step):
    if step >= RATE_STEPS:
        return RATE_TO
    return RATE_TO + (RATE_FROM - RATE_TO) * (1 + math.cos(math.pi * step / RATE_STEPS)) / 2


#end
#if step_rate
def learning_rate(step):
    return RATE_FROM * RATE_FACTOR ** (step // RATE_EVERY)


#end
#if exponential_rate
def learning_rate(step):
    return RATE_FROM * RATE_FACTOR ** step


#end
#if sgd
def update(p, rate, t):
    """Gradient descent."""
    p.data -= rate * p.grad


#end
#if momentum
def update(p, rate, t):
    """Gradient descent with momentum."""
    p.velocity = MOMENTUM * p.velocity + p.grad
    p.data -= rate * p.velocity


#end
#if nesterov
def update(p, rate, t):
    """Gradient descent with Nesterov's momentum, which looks one step ahead."""
    p.velocity = MOMENTUM * p.velocity + p.grad
    p.data -= rate * (p.grad + MOMENTUM * p.velocity)


#end
#if adam
def update(p, rate, t):
    """Adam: by the mean of the gradient, over the root of the mean of its square."""
    p.mean = BETA1 * p.mean + (1 - BETA1) * p.grad
    p.square = BETA2 * p.square + (1 - BETA2) * p.grad * p.grad
    mean = p.mean / (1 - BETA1 ** t)
    square = p.square / (1 - BETA2 ** t)
    p.data -= rate * mean / (math.sqrt(square) + EPSILON)


#end
#if rmsprop
def update(p, rate, t):
    """RMSprop: by the gradient over the root of the mean of its square."""
    p.square = DECAY * p.square + (1 - DECAY) * p.grad * p.grad
    p.velocity = MOMENTUM * p.velocity + p.grad / (math.sqrt(p.square) + EPSILON)
    p.data -= rate * p.velocity


#end
#if adagrad
def update(p, rate, t):
    """AdaGrad: by the gradient over the root of the sum of its squares."""
    p.square += p.grad * p.grad
    p.data -= rate * p.grad / (math.sqrt(p.square) + EPSILON)


#end
# THE TRAINING


#if batches
class Batches:
    """Which samples each step sees: the next of the epoch, whose last batch may be smaller."""

    def __init__(self):
        self.order = list(range(len(SAMPLES)))
        self.place = 0
#if shuffle
        self.shuffler = random.Random(SEED)
        self.shuffler.shuffle(self.order)
#end

    def next(self):
#if changed_batches
        if BATCH_SIZE >= len(SAMPLES):
            return SAMPLES
#end
        batch = [SAMPLES[i] for i in self.order[self.place : self.place + BATCH_SIZE]]
        self.place += len(batch)
        if self.place == len(self.order):
            self.place = 0
#if shuffle
            self.shuffler.shuffle(self.order)
#end
        return batch


#end
random.seed(SEED)
network = MLP(len(SAMPLES[0][0]), LAYERS)
parameters = network.parameters()
#if momentum nesterov adam rmsprop adagrad
for p in parameters:
#if momentum nesterov rmsprop
    p.velocity = 0.0
#end
#if adam
    p.mean = 0.0
#end
#if adam rmsprop adagrad
    p.square = 0.0
#end
#end

#if frozen
for p in parameters:
    p.frozen = False
    p.updates = 0

#end
#if batches
batches = Batches()
#end
for step in range(STEPS):
#changes
#if full
    batch = SAMPLES
#end
#if batches
    batch = batches.next()
#end
    for p in parameters:
        p.grad = 0.0
    loss = 0.0
    for term in loss_terms(network, batch):
        term.backward()
        loss += term.data
#if l1 l2
    for term in penalty_terms(parameters):
        term.backward()
        loss += term.data
#end
    print(f"step {step} loss {loss!r}")

    rate = learning_rate(step)
    for p in parameters:
#if frozen
        if p.frozen:
            continue
        p.updates += 1
#end
#if weight_decay
        p.grad += WEIGHT_DECAY * p.data
#end
#if decoupled_decay
        p.data *= 1 - rate * WEIGHT_DECAY
#end
#if frozen
        update(p, rate, p.updates)
#end
#if not_frozen
        update(p, rate, step + 1)
#end
    if not all(math.isfinite(number) for number in [loss] + [p.data for p in parameters]):
        sys.exit(f"step {step}: the run has diverged, since not every number is finite any longer")
#if stop_at_loss
    if loss <= STOP_AT_LOSS:
        break
#end
#if test

print(f"test loss after the last update {sum(term.data for term in loss_terms(network, TEST))!r}")
#end
