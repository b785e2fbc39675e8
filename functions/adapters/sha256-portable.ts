import { sha256 as hashBytes } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Sha256 } from "../../core/port.ts";

/** In JavaScript, for workerd: its own digest is asynchronous only. */
export const sha256: Sha256 = (text) => bytesToHex(hashBytes(utf8ToBytes(text)));
