import type { Answer } from "./send.ts";
import type { Sent } from "./sent.ts";

export type Failure = { faults: readonly string[]; sent: Sent; answer: Answer };

export type Journal = {
  note(sent: Sent, answer: Answer): void;
  /** The failing call, with those before it that named the same records. */
  tell(failure: Failure): string;
};

/** Calls that are remembered: a record is seldom touched over a longer stretch. */
const kept = 4_000;
const shown = 12;

export const createJournal = (): Journal => {
  const calls: { sent: Sent; answer: Answer }[] = [];
  return {
    note: (sent, answer) => {
      calls.push({ sent, answer });
      if (calls.length > kept) calls.shift();
    },
    tell: ({ faults, sent, answer }) => {
      const ids = [...Object.values(sent.binding), ...sent.references.map(({ value }) => value)].filter(isTelling);
      const before = calls.filter((call) => call.sent !== sent && ids.some((id) => mentions(call.sent, id)));
      const lines = before.slice(-shown).map((call) => `  before: ${lineOf(call.sent, call.answer, 200)}`);
      return [`${faults.join("; ")}`, ...lines, `  failed: ${lineOf(sent, answer, 2_000)}`].join("\n");
    },
  };
};

/** Long enough to be an id, and no word. */
const isTelling = (value: string) => value.length >= 12;

const mentions = ({ url, body, method }: Sent, id: string) =>
  method !== "GET" && (url.includes(id) || (body !== undefined && body.length < 10_000 && body.includes(id)));

const lineOf = ({ method, url, headers, body, actor }: Sent, answer: Answer, length: number): string => {
  const { authorization, ...told } = headers;
  const asked = `${method} ${url} as client ${authorization ? actor : "none"} ${JSON.stringify(told)}`;
  return `${asked} ${body?.toString("utf8").slice(0, length) ?? ""} → ${answer.status} ${answer.text.slice(0, length)}`;
};
