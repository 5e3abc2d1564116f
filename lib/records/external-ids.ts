import type { InputValidation } from "../shared/input-validation.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { hasTooManyExternalIds, isExternalPart, tooManyExternalIds } from "../shared/schema.ts";
import { keys } from "../table/keys.ts";
import { deleteItem, insert, type Key, type OnConditionFailed, type Write } from "../table/write.ts";
import { type ExternalIdKind, refer } from "./kinds.ts";
import type { RequestContext, Result } from "./request-context.ts";
import { retryOnConflict } from "./retry-on-conflict.ts";

/** The one name that a JavaScript object cannot store (in a body it is an error). */
const unstorable = "__proto__";

/** The external id in the path of a PUT. */
export type External = { source: string; externalId: string };

/** A PUT to an external id. */
export type UpsertRequest<Input> = {
  external: External;
  precondition: Precondition | undefined;
  body: InputValidation<Input & object>;
};

/**
 * Adds the external id of the path, which counts as one of the five, to a body, which may contain the same but no other. Throws 404
 * where it is malformed.
 */
export const withExternalId = <T extends { externalIds?: Record<string, string> | undefined }>(
  validation: InputValidation<T>,
  { source, externalId }: External,
): InputValidation<T> => {
  if (source === unstorable || !isExternalPart(source) || !isExternalPart(externalId)) throw notFound();
  const stated = new Map(Object.entries(validation.value.externalIds ?? {})).get(source);
  if (stated !== undefined && stated !== externalId) {
    validation.addError(`/externalIds/${source}`, "contradiction", { other: "path" });
  }
  const externalIds = { ...validation.value.externalIds, [source]: externalId };
  if (hasTooManyExternalIds(externalIds)) {
    validation.addError("/externalIds", tooManyExternalIds.code, tooManyExternalIds.values);
  }
  return validation.with({ externalIds } as Partial<T>);
};

/** A stored record with its external ids. They are unique in its tenant, unless a scope is named. */
export type ExternalIdHolder = {
  record: { id: string; externalIds?: Readonly<Record<string, string>> | undefined };
  tenantId: string;
  externalIdScope?: string;
};

type Guard = Key & { id: string; kind: ExternalIdKind };

const taken =
  (kind: ExternalIdKind): OnConditionFailed =>
  (old) =>
    new Problem("duplicate-external-id", { existing: old ? refer(kind, String(old.id)) : undefined });

/** Inserts guards of the external ids that a record gains and deletes those of the ones it loses. */
export const externalIdGuards = (
  kind: ExternalIdKind,
  before: ExternalIdHolder | undefined,
  after: ExternalIdHolder | undefined,
): Write[] => {
  const old = guardsOf(kind, before);
  const now = guardsOf(kind, after);
  return [
    ...[...now].filter(([pk]) => !old.has(pk)).map(([, guard]) => insert(guard, taken(kind))),
    ...[...old].filter(([pk]) => !now.has(pk)).map(([, { pk, sk }]) => deleteItem({ pk, sk })),
  ];
};

const guardsOf = (kind: ExternalIdKind, holder: ExternalIdHolder | undefined): ReadonlyMap<string, Guard> => {
  if (!holder) return new Map();
  const { record, tenantId, externalIdScope = tenantId } = holder;
  const guards = Object.entries(record.externalIds ?? {}).map(([source, externalId]): Guard => {
    return { ...keys.externalId(externalIdScope, kind, source, externalId), id: record.id, kind };
  });
  return new Map(guards.map((guard) => [guard.pk, guard]));
};

/** The external id of a query parameter `source:id`. */
export const parseExternalId = (text: string): External => {
  const [source = "", externalId = ""] = text.split(":");
  return { source, externalId };
};

/**
 * The id of the record that has an external id. The guard is read in the scope that an id hints at while the scope itself is
 * looked up, and read again only where the two differ.
 */
export const findIdByExternalId = async (
  { table }: Pick<RequestContext, "table">,
  kind: ExternalIdKind,
  { source, externalId }: External,
  { hinted, scope }: { hinted: string | undefined; scope: Promise<string | undefined> | string | undefined },
): Promise<string | undefined> => {
  const idIn = async (one: string | undefined) => {
    const guard = one === undefined ? undefined : await table.get(keys.externalId(one, kind, source, externalId));
    return guard && String(guard.id);
  };
  const [id, actual] = await Promise.all([idIn(hinted), scope]);
  return actual === hinted ? id : idIn(actual);
};

/** Whether a concurrent PUT won: there was no such record a moment ago, or an older version of it. */
const isOvertaken = ({ code, details }: Problem) =>
  code === "stale" || code === "write-conflict" || (code === "duplicate-external-id" && details.existing !== undefined);

/** Without a visibility, a PUT keeps the stored one: a record must not become visible to more by an omission. */
const withStoredVisibility = <Input extends object>(validation: InputValidation<Input>, record: object) =>
  "visibility" in validation.value || !("visibility" in record)
    ? validation
    : validation.with({ visibility: record.visibility } as unknown as Partial<Input>);

/** What an area adds to an upsert. */
export type UpsertSteps<Input, References, Found> = {
  /** The scope that ids in the input hint at. */
  hintedScope(value: Partial<Input>): string | undefined;
  /** Reads what the input refers to, in parallel with the guard. */
  load(validation: InputValidation<Input & object>): Promise<References>;
  /** The scope of the external id; undefined where the input leaves it open, so that no record can be meant. */
  scopeOf(references: References, value: Partial<Input>): string | undefined;
  find(id: string): Promise<Found | undefined>;
  create(validation: InputValidation<Input & object>, references: References): Promise<Result>;
  replace(found: Found, validation: InputValidation<Input & object>, references: References): Promise<Result>;
};

/**
 * Creates or replaces the record of an external id: guard and references are read first, then the record, then all is
 * written. Without a precondition it is retried when a concurrent write wins. Throws 404 for a malformed external id,
 * `invalid-input`, 412, 409.
 */
export const upsertByExternalId = async <
  Input extends { externalIds?: Record<string, string> | undefined },
  References,
  Found extends { version: number; record: object },
>(
  context: RequestContext,
  kind: ExternalIdKind,
  request: UpsertRequest<Input>,
  steps: UpsertSteps<Input, References, Found>,
): Promise<Result> => {
  const { external, precondition, body } = request;
  const validation = withExternalId(body, external);
  const once = async () => {
    const references = steps.load(validation);
    const scope = references.then((loaded) => steps.scopeOf(loaded, validation.value));
    const hinted = steps.hintedScope(validation.value);
    const id = await findIdByExternalId(context, kind, external, { hinted, scope });
    if (id === undefined) {
      checkPrecondition(precondition, undefined);
      validation.checkReadOnly(undefined);
      return steps.create(validation, await references);
    }
    const found = await steps.find(id);
    if (!found) throw new Problem("duplicate-external-id");
    checkPrecondition(precondition, found.version);
    validation.checkReadOnly(found.record);
    return steps.replace(found, withStoredVisibility(validation, found.record), await references);
  };
  return retryOnConflict((rejection) => !precondition && isOvertaken(rejection), once);
};
