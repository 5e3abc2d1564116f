import { routes } from "../../../lib/contract/routes.ts";
import { type Attempt, codeOf, isSuccess, recordOf } from "../callers/attempt.ts";
import type { Simulation } from "../run/simulation.ts";
import type { Invariants } from "./snapshot.ts";

const nameOf = ({ operation, params, response }: Attempt) =>
  `${operation} ${Object.values(params).join(" ")} → ${response?.statusCode} ${codeOf(response)}`;

/** Only injected faults justify `busy`; concurrent writers alone must not cause it. */
const unjustified = (attempt: Attempt, simulation: Simulation): string[] => {
  const { response, process } = attempt;
  if (!response) return [];
  const { statusCode } = response;
  if (statusCode >= 500 && statusCode !== 503) return [`${nameOf(attempt)}: ${simulation.errorLog.at(-1)}`];
  if (statusCode === 503 && !process.disturbed) return [`${nameOf(attempt)} although no fault was injected`];
  return [];
};

/** A rejected deletion may complete an interrupted one. */
const finishesOthers = ({ operation }: Attempt) => operation === "deleteMeeting";

const doneThoughRejected = (attempt: Attempt): string[] => {
  const { response, process } = attempt;
  const isRejected = response !== undefined && response.statusCode >= 400 && response.statusCode !== 503;
  return isRejected && process.applied.length > 0 && !finishesOthers(attempt) ? [nameOf(attempt)] : [];
};

const doneTwice = (attempt: Attempt): string[] =>
  attempt.process.applied.length > 1 && !finishesOthers(attempt) ? [nameOf(attempt)] : [];

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

export const responses: Invariants = {
  "the service fails only if the table fails": (_, simulation) =>
    simulation.attempts.flatMap((attempt) => unjustified(attempt, simulation)),
  "a rejected request has no effect": (_, { attempts }) => attempts.flatMap(doneThoughRejected),
  "a request has at most one effect": (_, { attempts }) => attempts.flatMap(doneTwice),
  "an idempotency key has at most one effect": (_, simulation) =>
    byKey(simulation).flatMap((attempts) => {
      const effects = attempts.flatMap(({ process }) => process.applied).length;
      return effects > 1 ? [`${attempts[0]?.operation} ${effects} times`] : [];
    }),
  "an idempotency key has one response": (_, simulation) => byKey(simulation).flatMap(sameBytes),
  "a successful deletion has an effect": (_, { attempts }) =>
    attempts
      .filter(({ operation, response }) => routes[operation].method === "DELETE" && response?.statusCode === 204)
      .flatMap((attempt) => (attempt.process.applied.length === 0 ? [nameOf(attempt)] : [])),
};
