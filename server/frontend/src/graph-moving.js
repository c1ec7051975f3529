// Moving a picture of a network: closer and farther, to the side, and its things by dragging them.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";

const CLOSER = 1.3;
// A pointer that moves less than this clicks.
const STILL = 4;

export function movable(svg, size, { drag, dropped }) {
  const zooming = zoom()
    .scaleExtent([0.2, 5])
    // A thing is dragged by itself; a wheel alone turns the page, and with Ctrl, or two fingers, the picture comes closer.
    .filter((event) => !event.button && !event.target.closest("[data-id]") && (event.type !== "wheel" || event.ctrlKey))
    .on("zoom", ({ transform }) => svg.querySelector(".view")?.setAttribute("transform", transform));
  const picture = select(svg).call(zooming).on("dblclick.zoom", null);
  let held;
  let dragged = false;
  svg.addEventListener("pointerdown", (event) => {
    const group = event.target.closest("[data-id]");
    dragged = false;
    if (group && !event.button) held = { id: group.dataset.id, from: [event.clientX, event.clientY], group, moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = held.from;
    if (!held.moved && Math.hypot(event.clientX - x, event.clientY - y) < STILL) return;
    if (!held.moved) held.group.setPointerCapture(event.pointerId);
    held.moved = true;
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.querySelector(".view").getScreenCTM().inverse());
    drag(held.id, Math.round(place.x), Math.round(place.y));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, () => {
      const last = held;
      held = undefined;
      dragged = last?.moved ?? false;
      if (dragged) dropped(last.id);
    });
  }
  // The click that follows is the end of the drag.
  svg.addEventListener("click", (event) => dragged && event.stopPropagation(), { capture: true });
  return {
    fit() {
      const { x, y, width, height } = svg.querySelector(".view").getBBox();
      const scale = Math.min(1.6, size.width / (width + 40), size.height / (height + 40));
      picture.call(zooming.transform, zoomIdentity.translate(size.width / 2 - scale * (x + width / 2), size.height / 2 - scale * (y + height / 2)).scale(scale));
    },
    closer: () => picture.call(zooming.scaleBy, CLOSER),
    farther: () => picture.call(zooming.scaleBy, 1 / CLOSER),
  };
}
