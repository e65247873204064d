// Twelve things that the page cannot do for itself.

// 1. Every page stands directly under the root, so the server is known; Streamlit would
//    first look for it under the page's own address and fail there.
window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href };

// 2. A link to another page keeps the session: the address changes as if the reader had
//    gone there with the browser's own buttons. Without this script, and in a new tab,
//    the same link opens the page anew. A chart's bars lead on in the same way.
const go = (address) => {
  history.pushState({}, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
};
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a.mm-link") : null;
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.origin !== location.origin) return;
  event.preventDefault();
  go(link.href);
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  link.closest(".mm-menu")?.removeAttribute("open"); // it lies over the page and has now done its work
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
    bringAlong();
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
//    same; a screen reader needs the one or the other. It is a group, and has a name. Code that
//    is wider than its place can be scrolled with the keyboard.
new MutationObserver(() => {
  for (const code of document.querySelectorAll('[data-testid="stCode"] pre:not([tabindex])')) code.tabIndex = 0;
  for (const place of document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')) {
    place.setAttribute("role", "group");
  }
}).observe(document, { childList: true, subtree: true });

// 6. Escape leaves the stage on which figures are presented, unless it closes something there.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  document.querySelector(".mm-stage-leave a.mm-link")?.click();
});

// 7. The address of the view in sight goes to the clipboard; a server without HTTPS has no clipboard.
const copied = (text) => {
  if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text }));
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done ? Promise.resolve() : Promise.reject();
};
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a.mm-copy") : null;
  if (!link) return;
  event.preventDefault();
  copied(location.href).then(() => {
    const words = link.textContent;
    const said = link.parentElement.querySelector(".mm-said");
    link.textContent = said.textContent = link.dataset.copied;
    setTimeout(() => { link.textContent = words; said.textContent = ""; }, 3000);
  }, () => {});
});

// 8. What changes a part of a page changes the address, and so do the ways to the other pages.
const bringAlong = () => {
  for (const link of document.querySelectorAll(":is(.mm-navigation, .mm-tabs) a.mm-link")) link.search = location.search;
  for (const link of document.querySelectorAll(".mm-banner a.mm-link")) {
    const set = new URLSearchParams(link.search).get("set");
    const now = new URLSearchParams(location.search);
    if (set) now.set("set", set);
    else now.delete("set");
    link.search = now.toString().replaceAll("%2C", ",");
  }
};

// 9. A table is sorted by a click on a heading and searched as one types.
const valueOf = (row, at) => {
  const cell = row.cells[at];
  return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
};
const byValue = (at, order) => (one, other) => {
  const [a, b] = [valueOf(one, at), valueOf(other, at)];
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return order * (typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang));
};
document.addEventListener("click", (event) => {
  const heading = event.target instanceof Element ? event.target.closest(".mm-sort")?.closest("th") : null;
  if (!heading) return;
  const rising = heading.getAttribute("aria-sort") !== "ascending";
  for (const each of heading.parentElement.cells) each.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", rising ? "ascending" : "descending");
  const body = heading.closest("table").tBodies[0];
  body.append(...[...body.rows].sort(byValue(heading.cellIndex, rising ? 1 : -1)));
});
document.addEventListener("input", (event) => {
  const table = event.target instanceof Element && event.target.matches(".mm-search")
    ? event.target.closest(".mm-datatable") : null;
  if (!table) return;
  const wanted = event.target.value.trim().toLowerCase();
  let left = 0;
  for (const row of table.querySelector("tbody").rows) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
    left += row.hidden ? 0 : 1;
  }
  const found = table.querySelector(".mm-found");
  found.textContent = found.textContent.replace(/^[\d,]+(?=행|\s)/, left);
});

// 10. A slash leads to the search, unless somebody is writing. What is typed there is looked for, not added to
//     the names, as Streamlit says in English.
new MutationObserver(() => {
  for (const option of document.querySelectorAll('[role="option"]')) {
    const words = document.createTreeWalker(option, NodeFilter.SHOW_TEXT).nextNode();
    if (!words?.data.startsWith("Add: ")) continue;
    words.data = words.data.replace("Add: ", document.documentElement.lang === "en" ? "Search: " : "찾기: ");
  }
}).observe(document, { childList: true, subtree: true, characterData: true });
const toSearch = () => {
  const field = document.querySelector('[class*="st-key-search"] input');
  field?.focus();
  field?.click();
  return Boolean(field);
};
document.addEventListener("keydown", (event) => {
  const writing = event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing || !toSearch()) return;
  event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest(".mm-to-search")) toSearch();
});

// 11. What Streamlit says itself is said in the language of the page: its words, and the names that a screen reader
//     hears of what has only a sign.
const KOREAN = {
  "Skip to main content": "본문으로 바로 가기", System: "기기 설정에 따름", Light: "밝게", Dark: "어둡게", Print: "인쇄",
  "Record screen": "화면 녹화", Stop: "멈추기", "Stop recording": "녹화 멈추기", "Running...": "계산하고 있습니다",
  Upload: "파일 고르기", "Add files": "파일 더하기", "Drag and drop a file here": "여기에 파일을 놓으세요",
  "Drag and drop files here": "파일을 여기에 놓으세요", "Main menu": "화면 메뉴", "Navigate to home page": "첫 화면으로",
  "file upload": "파일 올리기", "Choose an option": "하나를 고르세요", "Choose options": "고르세요", Open: "펼치기",
  "Clear all": "모두 지우기", "Selected values": "고른 값", Decrement: "줄이기", Increment: "늘리기", "Choose date": "날짜 고르기",
};
const ENGLISH = Object.fromEntries(Object.entries(KOREAN).map(([english, korean]) => [korean, english]));
const PATTERNS = [
  [/^(\S+) per file$/, "파일마다 $1까지", /^파일마다 (\S+)까지$/, "$1 per file"],
  [/^(.*) files are not allowed\.$/, "$1 파일은 올릴 수 없습니다.", /^(.*) 파일은 올릴 수 없습니다\.$/, "$1 files are not allowed."],
  [/^File must be (.+) or smaller\.$/, "파일은 $1까지 올릴 수 있습니다.", /^파일은 (.+)까지 올릴 수 있습니다\.$/, "File must be $1 or smaller."],
];
const inItsLanguage = (words) => (document.documentElement.lang === "en"
  ? PATTERNS.reduce((told, [, , korean, english]) => told.replace(korean, english), ENGLISH[words] ?? words)
  : PATTERNS.reduce((told, [english, korean]) => told.replace(english, korean), KOREAN[words] ?? words));
const OWN = ["stSkipToContent", "stMainMenuList", "stStatusWidget", "stFileUploader"].map((name) => `[data-testid="${name}"]`).join();
const NAMES = ["aria-label", "placeholder"];
const NAMED = Object.entries(KOREAN).flat().flatMap((words) => NAMES.map((name) => `[${name}="${words}"]`)).join();
new MutationObserver(() => {
  for (const place of document.querySelectorAll(OWN)) {
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode, words = inItsLanguage(text.data);
      if (words !== text.data) text.data = words;
    }
  }
  for (const element of document.querySelectorAll(NAMED)) {
    for (const name of NAMES.filter((each) => element.hasAttribute(each))) {
      const words = inItsLanguage(element.getAttribute(name));
      if (words !== element.getAttribute(name)) element.setAttribute(name, words);
    }
  }
}).observe(document, { childList: true, subtree: true });

// 12. The stage is walked with a clicker too, which says Page Down, Page Up and a dot. A window of its own shows the
//     speaker's notes, on another screen; its keys are those of the stage.
const TURNS = { PageDown: "Right", " ": "Right", ArrowRight: "Right", PageUp: "Left", ArrowLeft: "Left", Home: "Home", End: "End" };
let notes = null;
const showNotes = () => {
  const told = document.querySelector(".mm-spoken");
  if (!notes || notes.closed || !told || notes.document.body.innerHTML === told.innerHTML) return;
  notes.document.title = told.title;
  notes.document.documentElement.lang = document.documentElement.lang;
  notes.document.body.innerHTML = told.innerHTML;
};
const openNotes = () => {
  notes = open("", "mm-notes", "popup,width=760,height=820");
  if (!notes) return;
  Object.assign(notes.document.body.style, { font: "20px/1.5 'Pretendard GOV', sans-serif", margin: "24px", wordBreak: "keep-all" });
  notes.document.onkeydown = onStage;
  notes.document.body.innerHTML = "";
  showNotes();
};
const fillScreen = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
const turn = (name) => document.querySelector(`[class*="st-key-stage-${name}"] button:enabled`)?.click();
const STAGE_ACTS = {
  f: fillScreen, w: openNotes, ".": () => document.body.classList.toggle("mm-blank"),
};
const onStage = (event) => {
  const { target } = event, from = target?.closest ? target : null;
  const busy = from?.closest("input, textarea, [contenteditable]") || (event.key === " " && from?.closest("a, button")?.matches(":focus-visible"));
  if (!document.querySelector(".mm-stage") || busy || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = STAGE_ACTS[event.key.toLowerCase()], way = TURNS[event.key];
  // Streamlit itself hears the arrows, Home and End on the stage.
  if (!act && (!way || (event.view === window && /^(Arrow|Home|End)/.test(event.key)))) return;
  event.preventDefault();
  if (way) document.body.classList.remove("mm-blank");
  if (act) act();
  else turn(way);
};
document.addEventListener("keydown", onStage);
document.addEventListener("click", (event) => {
  const way = event.target instanceof Element ? event.target.closest(".mm-stage-full, .mm-stage-notes") : null;
  if (!way) return;
  event.preventDefault();
  if (way.matches(".mm-stage-full")) fillScreen();
  else openNotes();
});
new MutationObserver(() => {
  showNotes();
  if (!document.querySelector(".mm-stage")) document.body.classList.remove("mm-blank");
}).observe(document, { childList: true, subtree: true });
