import { meetingOfPhoto, ownLength } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Key } from "../table/write.ts";
import type { ChangeKind } from "./changes.ts";

/** A record as its key tells: what it is, its id, and the member or meeting it is a part of (itself where of none). */
export type RecordName = { kind: ChangeKind; id: string; of: string; owner: Key };

const whole: Readonly<Record<string, ChangeKind>> = {
  "ORG#": "organisation",
  "MEM#": "member",
  "MTG#": "meeting",
  "AWD#": "award",
  "CLI#": "client",
  "HOOK#": "webhook",
};

const parts: Readonly<Record<string, ChangeKind>> = {
  "HISTORY#": "history-entry",
  AGENDA: "agenda",
  "ATT#": "attendee",
  "DOC#": "document",
  "VOTE#": "vote",
  "GUI#": "guidance",
  "PHO#": "photo",
  ARTICLE: "article",
};

const ownSk = keys.meeting("").sk;
const headOf = (text: string) => /^[A-Z]+#?/.exec(text)?.[0] ?? "";

/** The record that stands at a key, or undefined where something else does: a guard, a counter, a list. */
export const parseRecordKey = ({ pk, sk }: Key): RecordName | undefined => {
  const prefix = headOf(pk);
  const of = pk.slice(prefix.length);
  const owner = { pk, sk: ownSk };
  const kind = whole[prefix];
  if (kind === undefined) return undefined;
  if (sk === ownSk) return { kind, id: of, of, owner };
  if (prefix !== "MEM#" && prefix !== "MTG#") return undefined;
  const head = headOf(sk);
  const part = parts[head];
  if (part === undefined || (part === "history-entry") !== (prefix === "MEM#")) return undefined;
  // Agenda and article are the one of their meeting, which names them.
  return { kind: part, id: sk.slice(head.length) || of, of, owner };
};

/** The record, or what it is a part of, whose changes stand together; a photo's id carries its meeting's. */
export const ownerIdOf = (id: string): string => (id.length > 2 * ownLength ? meetingOfPhoto(id) : id);
