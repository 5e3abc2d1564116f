import { agendaErrors, attendeesErrors, rolesErrors } from "../../../lib/meetings/rules.ts";

const pointers = (faults: readonly { pointer: string; code: string }[]) =>
  faults.map(({ pointer, code }) => `${pointer} ${code}`);

test("Agenda items have numbers of their own", () => {
  const items = (...numbers: number[]) => numbers.map((number) => ({ number, title: "Khai mạc" }));
  expect(agendaErrors(items(2, 1, 3))).toEqual([]);
  expect(pointers(agendaErrors(items(1, 2, 1, 2)))).toEqual(["/items/2/number duplicate", "/items/3/number duplicate"]);
});

test("An attendee is a member, a guest or a group, and not two of them or none", () => {
  const roles: "guest"[] = ["guest"];
  const one = [
    { memberId: "A", roles },
    { guest: { fullName: "B" }, roles },
    { group: { name: "C" }, roles },
  ];
  expect(attendeesErrors(one)).toEqual([]);
  expect(pointers(attendeesErrors([{ roles }, { memberId: "A", group: { name: "C" }, roles }]))).toEqual([
    "/attendees/0 exactly-one",
    "/attendees/1 exactly-one",
  ]);
});

test("A member comes once, guests of one name may be two people", () => {
  const roles: "participant"[] = ["participant"];
  const guest = { fullName: "Nguyễn Văn A" };
  expect(
    attendeesErrors([
      { guest, roles },
      { guest, roles },
      { memberId: "A", roles },
    ]),
  ).toEqual([]);
  const twice = [
    { memberId: "A", roles },
    { memberId: "B", roles },
    { memberId: "A", roles },
  ];
  expect(pointers(attendeesErrors(twice))).toEqual(["/attendees/2/memberId duplicate"]);
});

test("An attendee has several roles, none of them twice", () => {
  expect(rolesErrors(["chair", "host"])).toEqual([]);
  expect(pointers(rolesErrors(["chair", "host", "chair"]))).toEqual(["/roles/2 duplicate"]);
});
