import { routes } from "../../../lib/contract/routes.ts";
import { type Attempt, codeOf, isSuccess, recordOf } from "../callers/attempt.ts";
import type { Simulation } from "../run/simulation.ts";
import type { Invariant } from "./snapshot.ts";

const nameOf = ({ operation, params, response }: Attempt) =>
  `${operation} ${Object.values(params).join(" ")} → ${response?.statusCode} ${codeOf(response)}`;

/** Only injected faults justify `busy`; concurrent writers alone must not cause it. */
const wrong = ({ attempt, simulation }: { attempt: Attempt; simulation: Simulation }): string[] => {
  const { response, process } = attempt;
  if (!response) return [];
  const { statusCode } = response;
  if (statusCode >= 500 && statusCode !== 503) return [`${nameOf(attempt)}: ${simulation.errorLog.at(-1)}`];
  if (statusCode === 503 && !process.disturbed) return [`${nameOf(attempt)} although no fault was injected`];
  return [];
};

/** A rejected deletion may complete an interrupted one. */
const finishesOthers = ({ operation }: Attempt) => operation === "deleteMeeting";

const doneThoughRefused = (attempt: Attempt): string[] => {
  const { response, process } = attempt;
  const refused = response !== undefined && response.statusCode >= 400 && response.statusCode !== 503;
  return refused && process.applied.length > 0 && !finishesOthers(attempt) ? [nameOf(attempt)] : [];
};

const doneTwice = (attempt: Attempt): string[] =>
  attempt.process.applied.length > 1 && !finishesOthers(attempt) ? [nameOf(attempt)] : [];

const perAttempt = (name: string, of: (attempt: Attempt, simulation: Simulation) => string[]): Invariant => ({
  name,
  violations: (simulation) => simulation.attempts.flatMap((attempt) => of(attempt, simulation)),
});

/** Attempts grouped by idempotency key. */
const byKey = ({ attempts }: Simulation): Attempt[][] => [
  ...Map.groupBy(
    attempts.filter(({ key }) => key !== undefined),
    ({ caller, key, operation }) => `${caller} ${key} ${operation}`,
  ).values(),
];

/** A body without upload URLs, which are signed again, and without secrets, which only the first response contains. */
const lasting = (attempt: Attempt): string => {
  const { upload: _, clientSecret: __, secret: ___, ...record } = recordOf(attempt.response);
  return JSON.stringify(record);
};

const sameBytes = (attempts: readonly Attempt[]): string[] => {
  const bodies = new Set(attempts.filter(({ response }) => isSuccess(response)).map(lasting));
  return bodies.size > 1 ? [`${attempts[0]?.operation}: ${[...bodies].join(" | ")}`] : [];
};

export const answers: readonly Invariant[] = [
  perAttempt("the service fails only if the table fails", (attempt, simulation) => wrong({ attempt, simulation })),
  perAttempt("a rejected request has no effect", doneThoughRefused),
  perAttempt("a request has at most one effect", doneTwice),
  {
    name: "an idempotency key has at most one effect",
    violations: (simulation) =>
      byKey(simulation).flatMap((attempts) => {
        const effects = attempts.flatMap(({ process }) => process.applied).length;
        return effects > 1 ? [`${attempts[0]?.operation} ${effects} times`] : [];
      }),
  },
  { name: "an idempotency key has one response", violations: (simulation) => byKey(simulation).flatMap(sameBytes) },
  {
    name: "a successful deletion has an effect",
    violations: ({ attempts }) =>
      attempts
        .filter(({ operation, response }) => routes[operation].method === "DELETE" && response?.statusCode === 204)
        .flatMap((attempt) => (attempt.process.applied.length === 0 ? [nameOf(attempt)] : [])),
  },
];
