// What waits to be sent for a group's day, drawn on its pages: sheets said, people placed, outputs,
// incidents, lines for tomorrow. It reads the entries it is given, and touches no network.

const time = (at) => new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" });
const list = (value) => [value ?? []].flat();

function row(place, templateId, { title, detail, at }) {
  const line = document.getElementById(templateId)?.content.cloneNode(true);
  if (!line) return [];
  line.querySelector(".title").textContent = title;
  const under = line.querySelector(".detail");
  if (under) under.textContent = [detail, time(at)].filter(Boolean).join(" · ");
  return [line];
}

const orderName = (ref) =>
  document.querySelector(`[data-order="${CSS.escape(ref)}"] strong`)?.textContent
  ?? document.querySelector(`input[name=order][value="${CSS.escape(ref)}"]`)
    ?.closest("label").querySelector("span")?.firstChild?.textContent ?? ref;

const TOLD = {
  "output.record": ({ data, code, at }) => {
    const ref = data.other || data.order || code || "";
    const scrap = data.scrap ? `rebut ${data.scrap}` : "";
    const detail = [`${data.quantity} ${data.unit ?? ""}`.trim(), scrap, data.note];
    return { title: `${orderName(ref)} ${ref}`.trim(), detail: detail.filter(Boolean).join(" · "), at };
  },
  "day.incident": ({ data, at }) => {
    const box = document.querySelector(`input[name=kind][value="${CSS.escape(data.kind ?? "")}"]`);
    const label = box?.closest("label").querySelector("span")?.firstChild?.textContent;
    return { title: label ?? data.kind, detail: data.text, at };
  },
  "day.handover": ({ data, at }) => ({ title: data.line, detail: "", at }),
};
const TEMPLATES = {
  "output.record": "waits-output", "day.incident": "waits-incident", "day.handover": "waits-handover",
};

function lists(entries) {
  for (const place of document.querySelectorAll("[data-waiting]")) {
    const act = place.dataset.waiting;
    const waiting = entries.filter(({ action }) => action === act);
    place.replaceChildren(...waiting.flatMap((one) => row(place, TEMPLATES[act], TOLD[act](one))));
    place.hidden = waiting.length === 0;
  }
}

// The tile of a sheet, and the sheet itself: what was said last, row by row.
function sheets(entries) {
  const said = entries.filter(({ action }) => action === "half_day.record");
  for (const tile of document.querySelectorAll("[data-half-tile]")) {
    const people = new Set(said.filter(({ data }) => data.half === tile.dataset.halfTile)
      .flatMap(({ data }) => Object.keys(data).filter((key) => key.startsWith("status-") && data[key])));
    if (people.size) {
      tile.querySelector("[data-state]").textContent =
        `${people.size} sur ${tile.dataset.people} : gardé, à envoyer`;
    }
  }
  const form = document.querySelector('form[data-queue="act:half_day.record"]');
  if (!form || form.dataset.drawn) return;
  const half = form.querySelector("input[name=half]")?.value;
  for (const { data } of said.filter((one) => one.data.half === half)) {
    form.dataset.drawn = "1";
    for (const [name, value] of Object.entries(data)) {
      if (!/^(status|from|to)-\d+$/.test(name)) continue;
      for (const box of form.querySelectorAll(`[name="${name}"]`)) {
        if (box.type === "radio") box.checked = box.value === value;
        else box.value = value;
        if (box.type !== "radio" || box.checked) box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  }
}

// Who is there by the sheets that wait, and who was placed where since: on the page of places.
function people(entries) {
  const tiles = new Map([...document.querySelectorAll("input[name=worker]")].map((one) => [one.value, one]));
  for (const { action, data } of entries) {
    if (action === "half_day.record") {
      for (const [name, status] of Object.entries(data)) {
        const tile = name.startsWith("status-") && tiles.get(name.slice("status-".length));
        if (!tile || !status) continue;
        tile.disabled = status.startsWith("absent");
        tile.closest(".choice").classList.toggle("away", tile.disabled);
        say(tile, tile.disabled ? "Absence, à envoyer" : "Présence, à envoyer");
      }
    } else if (action === "allocation.record") {
      const post = document.querySelector(`input[name=place][value="${CSS.escape(data.place ?? "")}"]`);
      for (const id of list(data.worker)) {
        const tile = tiles.get(String(id));
        if (!tile) continue;
        tile.dataset.place = data.place;
        say(tile, `${post?.dataset.label ?? ""}, à envoyer`);
      }
    }
  }
}

function say(tile, words) {
  const where = tile.closest(".choice").querySelector("[data-where], .detail");
  if (where) where.textContent = words;
}

function places(entries) {
  const tile = document.querySelector("[data-places] [data-state]");
  const moved = entries.filter(({ action }) => action?.startsWith("allocation."));
  if (!tile || moved.length === 0) return;
  const placed = new Set(moved.flatMap(({ data }) => list(data.worker)));
  tile.textContent = placed.size
    ? `${placed.size} personne${placed.size > 1 ? "s" : ""} : gardé, à envoyer` : "Gardé, à envoyer";
}

function gap(entries) {
  const place = document.querySelector("[data-unsent-gap]");
  if (!place) return;
  const detail = `${entries.length} sur cet appareil`;
  const at = entries.at(-1)?.at;
  place.replaceChildren(...(at ? row(place, "waits-gap", { title: "Saisies à envoyer", detail, at }) : []));
  place.hidden = entries.length === 0;
}

export function drawWaiting(entries) {
  lists(entries);
  sheets(entries);
  people(entries);
  places(entries);
  gap(entries);
}
