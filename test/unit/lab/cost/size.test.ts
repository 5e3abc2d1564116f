import { readSize } from "../../../../lab/cost/size.ts";

test("without flags it is the committee of the article, with five systems and five years of records", () => {
  expect(readSize([])).toEqual({ members: 69, meetings: 40, photos: 500, years: 5, clients: 5 });
});

test("flags say how much there is, and more members have more systems unless it is said", () => {
  expect(readSize(["--members", "50000", "--meetings", "30000", "--photos", "0"])).toMatchObject({
    members: 50_000,
    meetings: 30_000,
    photos: 0,
    clients: 500,
  });
  expect(readSize(["--members", "50000", "--clients", "7"]).clients).toBe(7);
});

test("what is no count, and a flag that there is not, are refused", () => {
  for (const value of ["-1", "1.5", "many", "", "1e6", "9".repeat(13)])
    expect(() => readSize([`--members=${value}`])).toThrow("--members takes a whole number");
  expect(() => readSize(["--member", "69"])).toThrow("--member");
  expect(() => readSize(["69"])).toThrow();
});
