// The tour: which step is in sight stands on the document, where the look finds it. This session keeps the step,
// this browser that the tour is over; where neither may be kept it is offered again.
const TOUR = "meomureum tour", OVER = "over";
const kept = (storage) => { try { return window[storage].getItem(TOUR); } catch { return null; } };
const keep = (storage, step) => { try { window[storage].setItem(TOUR, step); } catch { /* nothing may be kept here */ } };

const stand = (step) => {
  document.documentElement.dataset.tour = step;
  keep("sessionStorage", step);
  if (step === OVER) keep("localStorage", OVER);
};
document.documentElement.dataset.tour = kept("sessionStorage") ?? kept("localStorage") ?? "offered";

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[data-to]") : null;
  if (!button) return;
  const { to } = button.dataset, item = document.querySelector(`.mm-tour li[data-at="${to}"]`);
  stand(to);
  if (!item) return;
  const address = new URL(item.dataset.page, location.href);
  if (address.pathname !== location.pathname) go(address.href); // stands in links.js
  item.querySelector("h2").focus({ preventScroll: true });
});
const heading = () => document.querySelector(`.mm-tour li[data-at="${document.documentElement.dataset.tour}"] h2`);
// The next page writes the steps anew; who reads them stays at theirs.
new MutationObserver(() => {
  if (document.activeElement === document.body) heading()?.focus({ preventScroll: true });
}).observe(document, { childList: true, subtree: true });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && heading() && !document.querySelector(":popover-open")) stand(OVER);
});
