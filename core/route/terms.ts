import { stemOf } from "../evidence/stem.ts";

/**
 * What the classifier sees of a text: its words, cut to their stems, and pairs of neighbours. `KubePodCrashLooping`,
 * `crash-looping pod` and `the pod crash loops` share most of theirs. Sorted, each once.
 */
export const termsOf = (text: string): readonly string[] => {
  const words = (text.slice(0, MAX_LENGTH).replace(CAMEL, "$1 $2").toLowerCase().match(WORD) ?? [])
    .filter((word) => !STOP.has(word) && !(/\d/.test(word) && !CODE.test(word)))
    .map(stemOf);
  const terms = new Set<string>();
  words.forEach((word, i) => {
    terms.add(word);
    const next = words[i + 1];
    if (next !== undefined && next !== word) terms.add(`${word} ${next}`);
  });
  return [...terms].sort();
};

const MAX_LENGTH = 4000;
const CAMEL = /([a-z0-9])([A-Z])/g;
const WORD = /[a-z0-9]{2,24}/g;
/** Words with digits that mean something: the others are ids. */
const CODE = /^(?:[1-5]\d\d|x509|http2|k8s|k3s|rke2|s3|ipv[46]|oauth2|base64|1(?:26|27|34|37|39|43))$/;

const STOP = new Set(
  (
    "the and for are was were been has have had did does its this that these those with from into onto over our out " +
    "you your they them their there here can could should would will may might must not but then than also just only " +
    "any all some each every per via about after before between while again please show tell give let me my we us it " +
    "is be to of in on at by or as an if do so no up am he she his her what why how when where which who whose now"
  ).split(" "),
);
