import { PromptError } from "../../core/error.ts";

/**
 * The first of the caller's wishes that is on offer; without wishes, or with equal ones, the first on offer.
 *
 * @throws {PromptError} `not_acceptable`
 */
export const negotiate = <Type extends string>(accept: string | null, offered: readonly [Type, ...Type[]]): Type => {
  if (accept === null || accept.trim() === "") return offered[0];
  const wishes = accept
    .split(",")
    .map((part) => {
      const [type = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return { type, quality: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { type } of wishes) {
    const found = offered.find((offer) => type === offer || type === "*/*" || type === `${offer.split("/")[0]}/*`);
    if (found) return found;
  }
  throw new PromptError("not_acceptable", `Only ${offered.join(" and ")} can be answered. Change Accept.`);
};
