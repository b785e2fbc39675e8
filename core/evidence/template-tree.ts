import { WILDCARD } from "./mask.ts";
import { namesBehind } from "./mask-words.ts";

/** Groups masked lines: equal ones at once, and those that differ in a word that proves to be a name. */
export interface TemplateTree {
  /** Number of the template of a masked line that was seen before. */
  find(masked: string): number | undefined;
  /**
   * Number of the template of a line that was not.
   *
   * @param level Lines of different levels stay apart.
   * @param trouble Its words say what went wrong: it is joined with others only where it must be.
   */
  add(masked: string, level: string, trouble: boolean): number;
  /** The number under which a template went on, after some were joined. */
  settle(id: number): number;
  /** Tokens compared so far: what the time of a bad case grows with. */
  comparisons(): number;
}

/**
 * A parse tree in the manner of Drain (He et al., ICWS 2017): length and first words lead to a leaf, whose templates are
 * compared word by word. Unlike Drain it joins late: a line of trouble keeps its words until its leaf is full, since one
 * word may be all that tells two faults apart, and a line of routine until its leaf holds several that are much alike.
 */
export const createTemplateTree = (): TemplateTree => {
  const known = new Map<string, number>();
  const leaves = new Map<string, Leaf>();
  const names = new Map<number, number[]>();
  const parent: number[] = [];
  let compared = 0;

  const settle = (id: number): number => {
    let root = id;
    while (parent[root] !== root) root = parent[root]!;
    return root;
  };
  const create = (): number => parent.push(parent.length) - 1;
  const join = (id: number, into: number): void => {
    parent[settle(id)] = settle(into);
  };

  /** Words that differ, or -1 where there are more than `most`. */
  const distance = (a: Tokens, b: Tokens, most: number): number => {
    let differing = 0;
    for (let i = 0; i < a.length; i++) {
      compared++;
      if (a[i] !== b[i] && a[i] !== WILDCARD && ++differing > most) return -1;
    }
    return differing;
  };

  const addToLeaf = (leaf: Leaf, tokens: Tokens, trouble: boolean): number => {
    for (const general of leaf.general) if (distance(general.tokens, tokens, 0) === 0) return general.id;
    const { patience, most } = trouble ? TROUBLE : ROUTINE;
    if (leaf.single.length >= patience) {
      const general = generalise(leaf, tokens, trouble);
      if (general !== undefined) return general.id;
      if (leaf.single.length >= most) return rest(leaf, tokens);
    }
    const id = create();
    leaf.single.push({ id, tokens });
    return id;
  };

  /** Joins a line with the one that is most like it, and with all others that fit what they have in common. */
  const generalise = (leaf: Leaf, tokens: Tokens, trouble: boolean): Template | undefined => {
    if (leaf.general.length >= MOST_GENERAL) return undefined;
    const allowed = Math.floor(tokens.length * (trouble ? 0.5 : 0.4));
    let best: Template | undefined;
    let least = allowed + 1;
    for (let i = Math.max(0, leaf.single.length - COMPARED); i < leaf.single.length; i++) {
      const differing = distance(leaf.single[i]!.tokens, tokens, least - 1);
      if (differing < 0 || (!trouble && tellsState(leaf.single[i]!.tokens, tokens))) continue;
      best = leaf.single[i];
      least = differing;
    }
    if (best === undefined || tokens.length - least < 2) return undefined;
    const common = best.tokens.map((token, i) => (token === tokens[i] ? token : WILDCARD));
    const general = { id: best.id, tokens: common };
    leaf.single = leaf.single.filter((one) => {
      if (distance(common, one.tokens, 0) !== 0 || (!trouble && tellsState(common, one.tokens))) return true;
      if (one.id !== general.id) join(one.id, general.id);
      return false;
    });
    leaf.general.push(general);
    return general;
  };

  /** A full leaf takes no more kinds: what is left shares one template. */
  const rest = (leaf: Leaf, tokens: Tokens): number => {
    leaf.rest ??= { id: create(), tokens: tokens.map(() => WILDCARD) };
    return leaf.rest.id;
  };

  /** `login of user alice failed`, `… bob …`: after a few, the word is a name. */
  const joinNames = (tokens: Tokens, level: string, id: number): void => {
    let hashes: readonly number[] | undefined;
    let whole = 0;
    for (let i = 1; i < tokens.length; i++) {
      const most = namesBehind(tokens[i - 1]!);
      if (most === 0 || !NAME.test(tokens[i]!) || STATE.test(tokens[i]!)) continue;
      // A hash, since a long line may hold many names, and each makes a text of nearly its length.
      if (hashes === undefined) {
        hashes = tokens.map(hashOf);
        whole = hashes.reduce((sum, hash) => sum + hash, hashOf(level, tokens.length));
      }
      const key = whole - hashes[i]! + hashOf(WILDCARD, i);
      const ids = names.get(key) ?? [];
      if (ids.length === 0) {
        if (names.size >= MAX_NAMES) continue;
        names.set(key, ids);
      }
      ids.push(id);
      if (ids.length <= most) continue;
      // Those before are joined already, unless this is the first beyond.
      for (const one of ids.length === most + 1 ? ids : [id]) join(one, ids[0]!);
    }
  };

  return {
    find: (masked) => known.get(masked),
    add: (masked, level, trouble) => {
      const tokens = tokensOf(masked);
      const key = leafKey(tokens, level, trouble, leaves.size >= MAX_LEAVES);
      const leaf = leaves.get(key) ?? { single: [], general: [], rest: undefined };
      leaves.set(key, leaf);
      const id = addToLeaf(leaf, tokens, trouble);
      if (trouble) joinNames(tokens, level, id);
      known.set(masked, id);
      return id;
    },
    settle,
    comparisons: () => compared,
  };
};

type Tokens = readonly string[];

interface Template {
  readonly id: number;
  readonly tokens: Tokens;
}

interface Leaf {
  /** As they were logged. */
  single: Template[];
  /** With a wildcard in the place of a word. */
  readonly general: Template[];
  rest: Template | undefined;
}

/** Templates of a leaf before some are joined, and at most. */
const ROUTINE = { patience: 8, most: 64 } as const;
const TROUBLE = { patience: 512, most: 544 } as const;
/** Templates that a new line is compared with. */
const COMPARED = 32;
const MOST_GENERAL = 32;
const MAX_LEAVES = 1024;
/** Places of a name that are remembered. */
const MAX_NAMES = 1 << 16;
const NAME = /^["'(]?[A-Za-z][\w.-]*["'):,;]{0,3}$/;
/** Words that are looked at; the others count as one. */
const MAX_TOKENS = 48;

const tokensOf = (masked: string): Tokens => {
  const tokens = masked.split(" ");
  return tokens.length <= MAX_TOKENS ? tokens : [...tokens.slice(0, MAX_TOKENS), tokens.slice(MAX_TOKENS).join(" ")];
};

/** Of a text at its place, 46 bits: sums of fifty are exact. */
const hashOf = (text: string, place: number): number => {
  let high = place + 1;
  let low = 0x811c9dc5 ^ place;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x5bd1e995) ^ (high >>> 15);
    low = Math.imul(low ^ code, 0x01000193);
  }
  return ((high >>> 0) % 0x4000) * 0x1_0000_0000 + (low >>> 0);
};

/** By level, length and the first word that is no wildcard, while the words are not too many. */
const leafKey = (tokens: Tokens, level: string, trouble: boolean, crowded: boolean): string => {
  const word = crowded ? "" : (tokens.find((token) => !token.includes(WILDCARD)) ?? "");
  return `${trouble ? "!" : ""}${level} ${tokens.length} ${word}`;
};

/** Whether what two lines differ in says how it went: `connection established` and `connection lost`. */
const tellsState = (a: Tokens, b: Tokens): boolean =>
  a.some((token, i) => token !== b[i] && (STATE.test(b[i]!) || STATE.test(token)));

const STATE =
  /^\W*(?:not|no|none|un\w+|dis\w+|re\w+ed|fail\w*|err\w*|lost|start\w*|stop\w*|open\w*|clos\w*|ready|up|down|ok|online|offline|healthy|succe\w+|complet\w+|finish\w*|connect\w*|accept\w*|allow\w*|den\w+|enabl\w*|creat\w*|delet\w*|remov\w*|add\w*|true|false|[a-z]{2,}(?:ed|ing))\W*$/i;
