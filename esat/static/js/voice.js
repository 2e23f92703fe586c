// What is written is spoken on request, by the device itself: nothing leaves it.

// A French voice of the device itself; one that would send the words away is not used.
export function speak(text) {
  if (!("speechSynthesis" in window)) return;
  const voices = speechSynthesis.getVoices();
  const own = voices.filter(({ lang, localService }) => localService && /^fr\b/i.test(lang));
  const voice = own.find(({ lang }) => /^fr[-_]FR$/i.test(lang)) ?? own[0];
  if (voices.length > 0 && !voice) return;
  const words = new SpeechSynthesisUtterance(text.replaceAll("\u00a0", " "));
  words.lang = "fr-FR";
  words.rate = 0.9;
  if (voice) words.voice = voice;
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}
