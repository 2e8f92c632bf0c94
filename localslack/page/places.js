// The conversations of a workspace as one person has them: which they may see, and what each is called.

const isPublic = (c) => c.is_channel && !c.is_private;
const kindOf = (c) => c.is_im ? "direct" : c.is_mpim ? "group" : isPublic(c) ? "public" : "private";
export const appDm = (person) => `D${person.slice(1)}`;

function others(state, channel, person) {
  const name = (id) => state.users.find((u) => u.id === id)?.name || id;
  const rest = channel.members.filter((m) => m !== person).map(name);
  return rest.join(", ") || `${name(person)} (you)`;
}

function placeOf(state, channel, person) {
  const kind = kindOf(channel), named = kind === "public" || kind === "private";
  return {
    id: channel.id, kind, name: named ? channel.name : others(state, channel, person), topic: channel.topic?.value || "", archived: channel.is_archived,
    members: channel.members, inside: channel.members.includes(person), withApp: channel.members.includes(state.app.bot),
  };
}

// What a person may see: public channels, and what they are in. The first is theirs with the app, there from the beginning.
export function placesOf(state, person) {
  const own = appDm(person);
  const seen = state.channels.filter((c) => c.id !== own && (isPublic(c) || c.members.includes(person))).map((c) => placeOf(state, c, person));
  return [{ id: own, kind: "app", name: state.app.name, topic: "", members: [person, state.app.bot], inside: true, withApp: true }, ...seen];
}

export const isChannel = (place) => place.kind === "public" || place.kind === "private";

// In the order of the page's side, which the keys follow too.
export function listed(places) {
  const current = places.filter((p) => !p.archived), own = current.filter((p) => p.kind === "app");
  return {
    channels: current.filter((p) => isChannel(p) && p.inside), outside: current.filter((p) => !p.inside),
    own, people: current.filter((p) => p.kind === "direct" || p.kind === "group"),
  };
}

const INCLUDED = { public: ["public"], private: ["private"], mpim: ["group"], im: ["direct", "app"] };

// What a select of conversations offers (docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object).
export function choices(places, filter) {
  const kinds = filter?.include?.flatMap((name) => INCLUDED[name]);
  return places.filter((p) => !p.archived && (!kinds || kinds.includes(p.kind)) && !(filter?.exclude_bot_users && p.kind === "app"));
}

export const titleOf = (place) => place.kind === "public" ? `# ${place.name}` : place.name;

// Why the app hears nothing there; empty where it is.
export function absence(place, app) {
  if (place.withApp) return "";
  return place.kind === "direct" ? `${app} is not here: nobody can be added to direct messages.` : `${app} is not in this ${isChannel(place) ? "channel" : "conversation"}:`;
}
