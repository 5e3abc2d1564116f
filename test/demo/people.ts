const families = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split(" ");
const middles = "Thị Văn Minh Thu Đức Ngọc Thanh Quang Hồng".split(" ");
const givens =
  "An Ánh Bình Châu Dung Đạt Giang Hà Hằng Khánh Lan Mai Nga Oanh Phúc Quỳnh Sơn Thảo Uyên Việt Xuân Yến".split(" ");

const pick = (list: readonly string[], index: number) => list[index % list.length] ?? "";

/** A made-up name, another for each number below 2,772 and always the same. */
export const madeUpName = (index: number): string =>
  `${pick(families, index)} ${pick(middles, index * 5 + 2)} ${pick(givens, index * 7 + 3)}`;
