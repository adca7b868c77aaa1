// The key facts that peerbot's sentences must hold, in one place; everything else about their wording is free.

export const words = {
  no_group_yet: [/\/peer setup/],
  how_to_invite: [/\/invite/],
  cadence_not_understood: [/sometimes/, /second Tuesday/i],
  already_member: [/already/i],
  facilitator_only: [/facilitator/i],
  ballot_closed: [/closed/i],
  tie_rule: [/\btie|\btied|\bequal/i],
  plan_posted: /What we learn next/,
  backup_asked: /you are next in the order/,
  paused: [/paus/i],
  active_again: [/back|again|resum|active/i],
  no_such_topic: [/99/],
  own_vote_for: (title) => new RegExp(`your votes?[^\\n]*${title}`, 'i'),
};

export const join_button = 'Join';
export const vote_button = 'Vote';
export const lead_button = 'I will lead';
export const plan_button = 'Use this plan';
export const swap_button = 'Yes, I will';
export const take_button = 'I will lead it';
export const backup_button = 'Take the backup';
export const coming_button = 'I will come';
export const critic_button = 'I will look at it';
export const write_button = 'Write feedback';
export const not_me_button = 'Not me';
export const helpful_button = 'Helpful';
export const to_do_button = 'Things to do';
export const did_it_button = 'I did it';

// The labels of the form for feedback.
export const feedback_labels = { noticed: /noticed/i, works: /works/i, could_try: /could try/i, source: /come from/i };

// The words after /vote that list every topic, also while a ballot is open.
export const list_topics = 'topics';

// Answers with status 200 that say that nothing was done, or not yet.
export const not_done = /went wrong|too much is going on|takes a moment/i;

// How many people's votes a ballot's card says it holds: "8 of 9 members have voted".
export const voters_on_card = (count) => new RegExp(`(?<!of )\\b${count}\\b[^\\n]{0,24}(vot|people|member)`, 'i');

// A day named in a sentence: as a date token or spelled out.
export function names_day(text, instant_ms, zone) {
  const tokens = [...text.matchAll(/<!date\^(\d+)\^/g)].map(([, seconds]) => Number(seconds) * 1000);
  const day = (instant) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant);
  if (tokens.some((token) => day(token) === day(instant_ms))) return true;
  const spelled = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(instant_ms);
  return [{ day: 'numeric', month: 'long' }, { day: 'numeric', month: 'short' }].some((options) => text.includes(spelled(options)))
    || text.includes(day(instant_ms));
}

// The people mentioned in a text, in the order of their mention.
export function mentioned(text, workspace) {
  return [...text.matchAll(/<@(\w+)(?:\|[^>]*)?>/g)].map(([, id]) => workspace.person_by_id(id)).filter(Boolean);
}
