/** What CloudEvents allow besides text, for extensions; an integer has 32 bits. */
export type ExtensionValue = string | number | boolean;

/** CloudEvents 1.0.2, apart from how it travels. */
export interface CloudEvent<Data = unknown> {
  readonly id: string;
  /** URI-reference; with `id` it identifies the event. */
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  /** Names are lower-case letters and digits. */
  readonly extensions: Readonly<Record<string, ExtensionValue>>;
  /** Parsed where it is JSON, a text where it is text, else bytes; undefined: there is none (null is data). */
  readonly data?: Data;
}

/** A text as an attribute's value, which holds no control characters, halves of surrogate pairs or noncharacters. */
export const toAttributeText = (text: string): string =>
  text
    .replace(/[\ud800-\udfff\p{Noncharacter_Code_Point}]/gu, "\ufffd")
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ")
    .trim();
