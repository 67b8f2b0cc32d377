"use strict";
// Typeset and fit while every slide is laid out; reveal.js hides all but one.
const WIDTH = 1280, HEIGHT = 720, SMALLEST_PICTURE = 220, LARGEST_TEXT = 1.4;

// Pictures take the room that the slide's text leaves, up to their own resolution.
function fitPictures(slide) {
  const pictures = [...slide.querySelectorAll("img")];
  for (const picture of pictures) picture.style.width = "auto";
  const resize = heights => pictures.forEach((picture, i) => {
    picture.style.height = heights[i] + "px";
  });
  resize(pictures.map(() => SMALLEST_PICTURE));
  const room = (HEIGHT - slide.scrollHeight) / pictures.length;
  resize(pictures.map(picture => {
    const widest = picture.parentElement.clientWidth / picture.naturalWidth;
    const largest = picture.naturalHeight * Math.min(1, widest);
    return Math.floor(Math.min(Math.max(SMALLEST_PICTURE + room, SMALLEST_PICTURE), largest));
  }));
}

// Text without pictures grows until it fills the slide, for who sits at the back.
function fitText(slide) {
  const clipped = () => [slide, ...slide.querySelectorAll("pre, table")].some(
    part => part.scrollWidth > part.clientWidth + 1);
  let zoom = LARGEST_TEXT;
  const resize = () => slide.style.setProperty("--zoom", zoom);
  for (resize(); zoom > 1 && (slide.scrollHeight > HEIGHT || clipped()); resize()) {
    zoom = Math.max(1, zoom - 0.05);
  }
}

function start() {
  for (const slide of document.querySelectorAll(".slides section:not(:has(section))")) {
    (slide.querySelector("img") ? fitPictures : fitText)(slide);
  }
  document.documentElement.classList.remove("preparing");
  Reveal.initialize({
    width: WIDTH, height: HEIGHT, margin: 0.02, center: false, hash: true, controls: false,
    navigationMode: "linear",
    transition: "none", backgroundTransition: "none", slideNumber: "c/t",
    pdfSeparateFragments: false, plugins: [RevealNotes],
  });
}

window.addEventListener("load", () => {
  MathJax.Hub.Queue(["Typeset", MathJax.Hub], start);
});
