import { countsReferences } from "../../../lib/records/references.ts";
import type { Change } from "../../support/memory-engine/stream.ts";
import { type Attributes, isSame } from "../../support/memory-engine/values.ts";
import { type Attempt, isSuccess, recordOf } from "../callers/attempt.ts";
import type { Simulation } from "../run/simulation.ts";
import { type Invariants, nameOf } from "./snapshot.ts";

/** Attributes that change without a new version: counters, list keys, what lists show of a meeting, audit stamps. */
const withoutVersion = new Set(
  "updatedAt inTenant inUnit inGroup sort occasion changedAt writtenBy by uploadKey version".split(" "),
);

/** Items with the version of another one: checkpoints of a roll-up, and the entry of a meeting in the calendar. */
const hasOwnVersion = ({ pk, sk }: Attributes) => !String(pk).startsWith("ORG#CARRIED") && sk !== "CALENDAR";

const contentOf = (item: Attributes): Attributes =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !withoutVersion.has(name) && !countsReferences(name)));

/** The version of a photo increases by two when the write includes its expiry. */
const maximumSteps = (item: Attributes) => (String(item.sk).startsWith("PHO#") ? 2 : 1);

/** A change of content increases the version of its record; a write without a change does not. */
const chained = ({ before, after }: Change): string[] => {
  if (!before || !after || typeof before.version !== "number" || !hasOwnVersion(after)) return [];
  const steps = Number(after.version) - before.version;
  const same = isSame(contentOf(before), contentOf(after));
  const right = steps === 0 ? same : !same && steps > 0 && steps <= maximumSteps(after);
  return right ? [] : [`${after.pk} ${after.sk} from version ${before.version} to ${after.version}`];
};

const targetOf = ({ operation, params }: Attempt) => {
  if (/Article$/.test(operation)) return (item: Attributes) => item.sk === "ARTICLE";
  if (/Agenda$/.test(operation)) return (item: Attributes) => item.sk === "AGENDA";
  const id = Object.values(params).at(-1);
  return (item: Attributes) => item.id === id && item.version !== undefined;
};

/** A request with `If-Match` changes only that version. */
const asSeen = (attempt: Attempt, { engine }: Simulation): string[] => {
  const { ifMatch, process, operation } = attempt;
  if (ifMatch === undefined) return [];
  const isTarget = targetOf(attempt);
  return process.applied
    .flatMap(({ from, to }) => engine.changes.slice(from, to))
    .filter(({ before }) => before !== undefined && before.deletedAt === undefined && isTarget(before))
    .filter(
      ({ before }) =>
        ifMatch !== `"${before?.version}"` &&
        ifMatch !== `"${Number(before?.version) + maximumSteps(before ?? {}) - 1}"`,
    )
    .map(({ before }) => `${operation} named ${ifMatch} and changed "${before?.version}"`);
};

/** Records of a response, with their versions if known. */
const recordsIn = ({ response }: Attempt): { record: Record<string, unknown>; version: number | undefined }[] => {
  const body = recordOf(response);
  const etag = response?.headers.etag;
  if (Array.isArray(body.items)) return body.items.map((record) => ({ record, version: undefined }));
  const record = (body.photo ?? body) as Record<string, unknown>;
  return [{ record, version: etag === undefined ? undefined : Number(etag.slice(1, -1)) }];
};

/** Derived from the time: the response may differ from the stored photo. */
const derived = "status";

const matches = (record: Record<string, unknown>, version: number | undefined) => (item: Attributes | undefined) =>
  item !== undefined &&
  item.id === record.id &&
  (version === undefined ||
    version - Number(item.version) === 0 ||
    version - Number(item.version) === maximumSteps(item) - 1) &&
  Object.entries(record).every(
    ([name, value]) =>
      typeof value === "object" || name === derived || item[name] === undefined || item[name] === value,
  );

/** A successful response shows a state that the table had at that time. */
const acknowledged = (attempt: Attempt, { engine, initialItems }: Simulation): string[] => {
  if (!isSuccess(attempt.response) || attempt.response.body === undefined) return [];
  const changes = engine.changes.slice(0, attempt.changesBefore);
  return recordsIn(attempt)
    .filter(({ record }) => record.id !== undefined)
    .filter(({ record, version }) => {
      const isShown = matches(record, version);
      return !changes.some(({ after }) => isShown(after)) && !initialItems.some(isShown);
    })
    .map(({ record, version }) => `${attempt.operation} returned ${record.id} at ${version}, which never existed`);
};

export const versions: Invariants = {
  "no update is lost": (_, { engine }) => engine.changes.flatMap(chained),
  "If-Match changes only the named version": (_, simulation) =>
    simulation.attempts.flatMap((one) => asSeen(one, simulation)),
  "successful responses show a state of the table": (_, simulation) =>
    simulation.attempts.flatMap((one) => acknowledged(one, simulation)),
  "deleted records stay deleted": ({ all }, { attempts }) => {
    const deletions = attempts.filter(({ response }) => response?.statusCode === 204);
    const gone = new Set(deletions.flatMap(({ params }) => Object.values(params).at(-1) ?? []));
    return all
      .filter(({ id, version }) => version !== undefined && gone.has(String(id)))
      .map((item) => `${nameOf(item)} exists again`);
  },
};
