// The picture as a file: as SVG, and painted as PNG.
export function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function asSvg(svg) {
  const copy = svg.cloneNode(true);
  const { x, y, width, height } = svg.querySelector(".view").getBBox();
  copy.querySelector(".view").removeAttribute("transform");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", [x - 20, y - 20, width + 40, height + 40].map(Math.round).join(" "));
  copy.setAttribute("width", Math.round(width + 40));
  copy.setAttribute("height", Math.round(height + 40));
  copy.setAttribute("font-family", "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif");
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [key, value] of Object.entries({ x: x - 20, y: y - 20, width: width + 40, height: height + 40, fill: "#ffffff" })) paper.setAttribute(key, value);
  copy.prepend(paper);
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

export async function asPng(svg) {
  const image = new Image();
  const address = URL.createObjectURL(asSvg(svg));
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
