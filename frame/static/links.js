// Six things that the page cannot do for itself.

// 1. Every page stands directly under the root, so the server is known; Streamlit would
//    first look for it under the page's own address and fail there.
window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href };

// 2. A link to another page keeps the session: the address changes as if the reader had
//    gone there with the browser's own buttons. Without this script, and in a new tab,
//    the same link opens the page anew.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a.mm-link") : null;
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.origin !== location.origin) return;
  event.preventDefault();
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  // On a narrow screen the sidebar lies over the page and has now done its work.
  if (link.closest(".mm-navigation") && innerWidth < 768) {
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  }
});

// 3. The document says which language it is in, so that it is read aloud in that language.
const nameLanguage = () => {
  document.documentElement.lang = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "ko";
};
for (const name of ["pushState", "replaceState"]) {
  const original = history[name].bind(history);
  history[name] = (...state) => {
    original(...state);
    nameLanguage();
  };
}
addEventListener("popstate", nameLanguage);

// 4. A link that prints the page: a page of ours can carry no script of its own.
document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("a.mm-print")) return;
  event.preventDefault();
  print();
});

// 5. Streamlit calls the place where files are dropped "presentation" and names it all the
//    same; a screen reader needs the one or the other. It is a group, and has a name.
new MutationObserver(() => {
  for (const place of document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')) {
    place.setAttribute("role", "group");
  }
}).observe(document, { childList: true, subtree: true });

// 6. Escape leaves the stage on which figures are presented, unless it closes something there.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  document.querySelector(".mm-stage-leave a.mm-link")?.click();
});
