// The text and its claims: pointing at words shows the claims that they carry, and the other way round.
const spans = [...document.querySelectorAll(".prose a[data-claims]")];
const cards = new Map([...document.querySelectorAll("article.claim")].map((card) => [card.id, card]));

function show(ids) {
  for (const span of spans) span.classList.toggle("now", span.dataset.claims.split(" ").some((id) => ids.includes(id)));
  for (const [id, card] of cards) card.classList.toggle("now", ids.includes(id));
}

for (const span of spans) {
  const ids = span.dataset.claims.split(" ");
  for (const name of ["mouseenter", "focus"]) span.addEventListener(name, () => show(ids));
  span.addEventListener("click", (happened) => {
    const card = cards.get(ids[0]);
    if (!card) return;
    happened.preventDefault();
    show([ids[0]]);
    history.replaceState(null, "", "#" + ids[0]);
    card.scrollIntoView({ block: "nearest" });
    card.querySelector("[data-act=mend]")?.click();
  });
}
for (const [id, card] of cards) {
  card.addEventListener("mouseenter", () => show([id]));
  card.addEventListener("focusin", () => show([id]));
}
const asked = cards.get(decodeURIComponent(location.hash.slice(1)));
if (asked) { show([asked.id]); asked.scrollIntoView({ block: "center" }); asked.focus({ preventScroll: true }); }
