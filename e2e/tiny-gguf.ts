/**
 * Writes a language model of random weights, small enough to be made on the spot: two blocks of width 64, one token a
 * byte. It knows nothing, but llama-server loads it, and under a bounded schema each of its answers comes to an end.
 *
 * What it says is set by hand: dimension 0 of every embedding is the same constant that no block changes, so that
 * column 0 of the output matrix holds the log-probability of each token. The random rest only stirs it a little.
 *
 * @param seed Of the weights. The same seed gives the same bytes.
 */
export const createTinyGguf = (seed: number, manner: Manner): Uint8Array => {
  const random = createRandom(seed);
  const tokens = createVocabulary();
  const shape = { feedForward: manner === "slow" ? SLOW_FEED_FORWARD : FEED_FORWARD };
  const tensors = createTensors(tokens, shape, manner, random);
  const metadata = createMetadata(tokens, shape);

  const writer = createWriter();
  writer.bytes(new TextEncoder().encode("GGUF"));
  writer.u32(3);
  writer.u64(tensors.length);
  writer.u64(metadata.length);
  for (const [key, type, value] of metadata) {
    writer.string(key);
    writer.u32(TYPE[type]);
    writer.value(type, value);
  }
  let offset = 0;
  for (const { name, dimensions, values } of tensors) {
    writer.string(name);
    writer.u32(dimensions.length);
    for (const dimension of dimensions) writer.u64(dimension);
    writer.u32(F32_TENSOR);
    writer.u64(offset);
    offset += align(values.byteLength);
  }
  writer.align();
  for (const { values } of tensors) {
    writer.bytes(new Uint8Array(values.buffer));
    writer.align();
  }
  return writer.end();
};

/**
 * `brief`: strings and answers end soon, at about 0.1 ms a token. `slow`: strings run to the bound of their schema, at
 * some milliseconds a token (26 MB), so that there is time to interrupt.
 */
export type Manner = "brief" | "slow";

interface Shape {
  readonly feedForward: number;
}

/** What the file says; the server's `-c` decides. */
const CONTEXT_TOKENS = 32_768;
const WIDTH = 64;
const BLOCKS = 2;
const HEADS = 4;
const KEY_VALUE_HEADS = 2;
const FEED_FORWARD = 128;
const SLOW_FEED_FORWARD = 16_384;
const ALIGNMENT = 32;
const F32_TENSOR = 0;

const END_OF_TEXT = "<|endoftext|>";
const TURN = "<|im_start|>";
const END_OF_TURN = "<|im_end|>";

const CHAT_TEMPLATE =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

interface Token {
  readonly text: string;
  /** The byte it stands for, or null for a control token. */
  readonly byte: number | null;
}

interface Tensor {
  readonly name: string;
  /** Fastest first: `[inputs, outputs]`. */
  readonly dimensions: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** GPT-2's alphabet: a printable byte is its own character, each other byte one from U+0100 upwards, in order. */
const createVocabulary = (): readonly Token[] => {
  let next = 0x100;
  const bytes = Array.from({ length: 256 }, (_, byte): Token => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return { text: String.fromCodePoint(printable ? byte : next++), byte };
  });
  return [...bytes, ...[END_OF_TEXT, TURN, END_OF_TURN].map((text): Token => ({ text, byte: null }))];
};

/** Letters likely, quotes and the end of the turn likelier, so that strings, lists and answers close. */
const logProbability = ({ text, byte }: Token, manner: Manner): number => {
  if (text === END_OF_TURN) return manner === "slow" ? -12 : 4;
  if (byte === null) return -12;
  const character = String.fromCharCode(byte);
  if (character === '"') return manner === "slow" ? -12 : 3.2;
  if (/[\]}]/.test(character)) return 3;
  if (/[a-z ]/.test(character)) return 1;
  if (/[A-Z0-9,.:{[-]/.test(character)) return 0;
  return byte < 32 || byte > 126 ? -12 : -3;
};

const createTensors = (
  tokens: readonly Token[],
  { feedForward }: Shape,
  manner: Manner,
  random: () => number,
): readonly Tensor[] => {
  const constant = Math.sqrt(WIDTH);
  const noise = (name: string, inputs: number, outputs: number, scale: number): Tensor => {
    const values = Float32Array.from({ length: inputs * outputs }, () => (random() - 0.5) * 2 * scale);
    return { name, dimensions: [inputs, outputs], values };
  };
  const ones = (name: string): Tensor => ({ name, dimensions: [WIDTH], values: new Float32Array(WIDTH).fill(1) });
  /** Row 0 of what a block adds is nothing, so that dimension 0 stays as the embedding made it. */
  const sparing = (tensor: Tensor): Tensor => {
    tensor.values.fill(0, 0, tensor.dimensions[0]);
    return tensor;
  };

  const embedding = noise("token_embd.weight", WIDTH, tokens.length, 0.3);
  const output = noise("output.weight", WIDTH, tokens.length, 0.05);
  tokens.forEach((token, index) => {
    embedding.values[index * WIDTH] = constant;
    // After the final norm dimension 0 is about this constant again: it outweighs all others together.
    output.values[index * WIDTH] = logProbability(token, manner) / constant;
  });
  const blocks = Array.from({ length: BLOCKS }, (_, block) => {
    const name = (part: string): string => `blk.${block}.${part}.weight`;
    const keyValue = (WIDTH / HEADS) * KEY_VALUE_HEADS;
    return [
      ones(name("attn_norm")),
      noise(name("attn_q"), WIDTH, WIDTH, 0.1),
      noise(name("attn_k"), WIDTH, keyValue, 0.1),
      noise(name("attn_v"), WIDTH, keyValue, 0.1),
      sparing(noise(name("attn_output"), WIDTH, WIDTH, 0.05)),
      ones(name("ffn_norm")),
      noise(name("ffn_gate"), WIDTH, feedForward, 0.1),
      noise(name("ffn_up"), WIDTH, feedForward, 0.1),
      sparing(noise(name("ffn_down"), feedForward, WIDTH, 0.05)),
    ];
  });
  return [embedding, ones("output_norm.weight"), output, ...blocks.flat()];
};

type Metadata = readonly [key: string, type: keyof typeof TYPE, value: unknown];

const createMetadata = (tokens: readonly Token[], { feedForward }: Shape): readonly Metadata[] => {
  const id = (text: string): number => tokens.findIndex((token) => token.text === text);
  return [
    ["general.architecture", "string", "llama"],
    ["general.name", "string", "tiny-random"],
    ["llama.context_length", "u32", CONTEXT_TOKENS],
    ["llama.embedding_length", "u32", WIDTH],
    ["llama.block_count", "u32", BLOCKS],
    ["llama.feed_forward_length", "u32", feedForward],
    ["llama.attention.head_count", "u32", HEADS],
    ["llama.attention.head_count_kv", "u32", KEY_VALUE_HEADS],
    ["llama.attention.layer_norm_rms_epsilon", "f32", 1e-5],
    ["llama.rope.dimension_count", "u32", WIDTH / HEADS],
    ["tokenizer.ggml.model", "string", "gpt2"],
    ["tokenizer.ggml.pre", "string", "gpt-2"],
    ["tokenizer.ggml.tokens", "strings", tokens.map(({ text }) => text)],
    ["tokenizer.ggml.token_type", "i32s", tokens.map(({ byte }) => (byte === null ? CONTROL : NORMAL))],
    ["tokenizer.ggml.merges", "strings", []],
    ["tokenizer.ggml.bos_token_id", "u32", id(END_OF_TEXT)],
    ["tokenizer.ggml.eos_token_id", "u32", id(END_OF_TURN)],
    ["tokenizer.ggml.add_bos_token", "bool", false],
    ["tokenizer.chat_template", "string", CHAT_TEMPLATE],
  ];
};

const NORMAL = 1;
const CONTROL = 3;
const I32 = 5;
const STRING = 8;
const ARRAY = 9;
const TYPE = { u32: 4, f32: 6, bool: 7, string: STRING, strings: ARRAY, i32s: ARRAY } as const;

const align = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

/** Little-endian, as GGUF is. */
const createWriter = () => {
  const parts: Uint8Array[] = [];
  let length = 0;
  const bytes = (part: Uint8Array): void => {
    parts.push(part);
    length += part.byteLength;
  };
  const number = (size: number, set: (view: DataView) => void): void => {
    const view = new DataView(new ArrayBuffer(size));
    set(view);
    bytes(new Uint8Array(view.buffer));
  };
  const u32 = (value: number): void => number(4, (view) => view.setUint32(0, value, true));
  const i32 = (value: number): void => number(4, (view) => view.setInt32(0, value, true));
  const u64 = (value: number): void => number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  const string = (text: string): void => {
    const encoded = new TextEncoder().encode(text);
    u64(encoded.byteLength);
    bytes(encoded);
  };
  const list = <T>(elementType: number, values: readonly T[], write: (value: T) => void): void => {
    u32(elementType);
    u64(values.length);
    values.forEach(write);
  };
  const value = (type: keyof typeof TYPE, content: unknown): void => {
    if (type === "u32") u32(content as number);
    else if (type === "f32") number(4, (view) => view.setFloat32(0, content as number, true));
    else if (type === "bool") bytes(Uint8Array.of(content ? 1 : 0));
    else if (type === "string") string(content as string);
    else if (type === "strings") list(STRING, content as readonly string[], string);
    else list(I32, content as readonly number[], i32);
  };
  return {
    bytes,
    u32,
    u64,
    string,
    value,
    align: () => bytes(new Uint8Array(align(length) - length)),
    end: (): Uint8Array => {
      const all = new Uint8Array(length);
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.byteLength;
      }
      return all;
    },
  };
};

/** mulberry32: small, seeded, the same everywhere. */
const createRandom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
