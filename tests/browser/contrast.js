// The texts and fields of the page whose contrast is under what WCAG 2.2 asks for (1.4.3, 1.4.11), as computed colours show it.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((c, n) => c * a + below[n] * (1 - a)).concat(1);
  const behind = (at) => {
    if (!at) return [255, 255, 255, 1];
    const colour = read(getComputedStyle(at).backgroundColor);
    return colour[3] === 1 ? colour : over(colour, behind(at.parentElement));
  };
  const opacity = (at) => at ? Number(getComputedStyle(at).opacity) * opacity(at.parentElement) : 1;
  const light = (colour) => colour.slice(0, 3).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05); };
  const dialog = document.querySelector("dialog[open]");
  const seen = (at) => (!dialog || dialog.contains(at)) && at.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && at.getBoundingClientRect().width > 1
    && !at.closest(":disabled, [aria-disabled=true]");
  const faults = new Map();
  const judge = (what, front, back, least) => {
    const got = ratio(front, back);
    if (got < least - 0.005) faults.set(what, `${what}: ${got.toFixed(2)}, at least ${least}`);
  };
  const nameOf = (at) => `${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : ""}.${String(at.className).trim().replace(/\s+/g, ".")} in ${at.closest("[class]:not(:scope)")?.className || at.parentElement?.id}`;
  for (const at of document.querySelectorAll("body *")) {
    if (!seen(at) || at.matches("option, script, style")) continue;
    const style = getComputedStyle(at), back = behind(at), alpha = opacity(at);
    const text = [...at.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join(" ").trim();
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const show = (colour) => { const [r, g, b, a] = read(colour); return over([r, g, b, a * alpha], back); };
    if (text) judge(`${nameOf(at)} “${text.slice(0, 30)}”`, show(style.color), back, large ? 3 : 4.5);
    if (at.matches("input[type=text], input[type=date], input[type=time], textarea, select, .button")) {
      if (at.placeholder) judge(`${nameOf(at)} placeholder`, show(getComputedStyle(at, "::placeholder").color), back, 4.5);
    }
    const field = at.matches(".field :is(input:not([type=checkbox], [type=radio], [type=file]), textarea, select), #composer, #reply");
    if (field) judge(`${nameOf(at)} border`, show(style.borderTopColor), behind(at.parentElement), 3);
  }
  const focused = document.activeElement, ring = getComputedStyle(focused);
  if (focused.matches(":focus-visible") && ring.outlineStyle !== "none" && seen(focused)) judge(`${nameOf(focused)} focus`, read(ring.outlineColor), behind(focused.parentElement), 3);
  return [...faults.values()];
}
