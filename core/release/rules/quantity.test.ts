import { expect, test } from "vitest";
import { parseQuantity } from "./quantity.ts";

test.each([
  { quantity: "192Mi", value: 192 * 1024 * 1024 },
  { quantity: "192M", value: 192e6 },
  { quantity: "192m", value: 0.192 },
  { quantity: "1.5Gi", value: 1.5 * 1024 ** 3 },
  { quantity: "2e3", value: 2000 },
  { quantity: "1E", value: 1e18 },
  { quantity: "-1", value: -1 },
  { quantity: ".5", value: 0.5 },
  { quantity: 2, value: 2 },
  { quantity: "192MB", value: undefined },
  { quantity: "192mi", value: undefined },
  { quantity: "ki", value: undefined },
  { quantity: "", value: undefined },
  { quantity: " 1", value: undefined },
  { quantity: Number.NaN, value: undefined },
  { quantity: null, value: undefined },
  { quantity: {}, value: undefined },
])("$quantity is $value", ({ quantity, value }) => expect(parseQuantity(quantity)).toBe(value));
