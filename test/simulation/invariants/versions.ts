import type { Change } from "../../support/memory-engine/stream.ts";
import { type Attributes, isSame } from "../../support/memory-engine/values.ts";
import { type Attempt, isSuccess, recordOf } from "../callers/attempt.ts";
import type { Story } from "../run/simulation.ts";
import type { Check } from "./snapshot.ts";

/** Attributes that change beside the record, without a version of their own: counters, places in lists, who wrote and when. */
const beside = new Set([
  "updatedAt",
  "refs",
  "inTenant",
  "inUnit",
  "inGroup",
  "sort",
  "writtenBy",
  "by",
  "uploadKey",
  "version",
]);

const contentOf = (item: Attributes): Attributes =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !beside.has(name)));

/** Photos count two at once where the first would have been that of the same photo expired. */
const mostSteps = (item: Attributes) => (String(item.sk).startsWith("PHO#") ? 2 : 1);

/** Every change of a record is made on the version before it and moves it on, and nothing else does. */
const chained = ({ before, after }: Change): string[] => {
  if (!before || !after || typeof before.version !== "number" || String(after.pk).startsWith("ORG#CARRIED")) return [];
  const steps = Number(after.version) - before.version;
  const same = isSame(contentOf(before), contentOf(after));
  const right = steps === 0 ? same : !same && steps > 0 && steps <= mostSteps(after);
  return right ? [] : [`${after.pk} ${after.sk} from version ${before.version} to ${after.version}`];
};

const targetOf = ({ operation, params }: Attempt) => {
  if (/Article$/.test(operation)) return (item: Attributes) => item.sk === "ARTICLE";
  if (/Agenda$/.test(operation)) return (item: Attributes) => item.sk === "AGENDA";
  const id = Object.values(params).at(-1);
  return (item: Attributes) => item.id === id && item.version !== undefined;
};

/** Who names a version changes that version, and none that came after it. */
const asSeen = (attempt: Attempt, { engine }: Story): string[] => {
  const { ifMatch, process, operation } = attempt;
  if (ifMatch === undefined) return [];
  const isTarget = targetOf(attempt);
  return process.applied
    .flatMap(({ from, to }) => engine.changes.slice(from, to))
    .filter(({ before }) => before !== undefined && before.deletedAt === undefined && isTarget(before))
    .filter(
      ({ before }) =>
        ifMatch !== `"${before?.version}"` && ifMatch !== `"${Number(before?.version) + mostSteps(before ?? {}) - 1}"`,
    )
    .map(({ before }) => `${operation} named ${ifMatch} and changed "${before?.version}"`);
};

/** Records of an answer, each with its version where the answer told it. */
const toldIn = ({ answer }: Attempt): { record: Record<string, unknown>; version: number | undefined }[] => {
  const body = recordOf(answer);
  const etag = answer?.headers.etag;
  if (Array.isArray(body.items)) return body.items.map((record) => ({ record, version: undefined }));
  const record = (body.photo ?? body) as Record<string, unknown>;
  return [{ record, version: etag === undefined ? undefined : Number(etag.slice(1, -1)) }];
};

/** Says another thing of a photo than is kept: it depends on the hour. */
const derived = "status";

const isTold = (record: Record<string, unknown>, version: number | undefined) => (item: Attributes | undefined) =>
  item !== undefined &&
  item.id === record.id &&
  (version === undefined ||
    version - Number(item.version) === 0 ||
    version - Number(item.version) === mostSteps(item) - 1) &&
  Object.entries(record).every(
    ([name, value]) =>
      typeof value === "object" || name === derived || item[name] === undefined || item[name] === value,
  );

/** What an answer told was so in the table, at the latest when it was told. */
const acknowledged = (attempt: Attempt, { engine, beginning }: Story): string[] => {
  if (!isSuccess(attempt.answer) || attempt.answer.body === undefined) return [];
  const changes = engine.changes.slice(0, attempt.changesThen);
  return toldIn(attempt)
    .filter(({ record }) => record.id !== undefined)
    .filter(({ record, version }) => {
      const told = isTold(record, version);
      return !changes.some(({ after }) => told(after)) && !beginning.some(told);
    })
    .map(({ record, version }) => `${attempt.operation} told of ${record.id} at ${version}, which never was`);
};

const deletedIds = ({ ledger }: Story) =>
  new Set(
    ledger
      .filter(({ answer }) => answer?.statusCode === 204)
      .flatMap(({ params }) => Object.values(params).at(-1) ?? []),
  );

export const versions: readonly Check[] = [
  { name: "no change is lost under another", look: ({ engine }) => engine.changes.flatMap(chained) },
  { name: "who names a version changes that one", look: (story) => story.ledger.flatMap((one) => asSeen(one, story)) },
  { name: "what was acknowledged was so", look: (story) => story.ledger.flatMap((one) => acknowledged(one, story)) },
  {
    name: "what was deleted stays deleted",
    look: (story) => {
      const gone = deletedIds(story);
      return [...story.engine.items()]
        .filter(({ id, version }) => version !== undefined && gone.has(String(id)))
        .map(({ pk, sk }) => `${pk} ${sk} is there again`);
    },
  },
];
