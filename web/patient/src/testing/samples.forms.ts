/** The form screens' samples: one control of every kind, a review and a result. */

interface Tools {
  t: (zh: string, en: string) => string;
  choice: (id: string, label: string, icon?: string, chosen?: boolean, detail?: string) => Row;
  field: (id: string, label: string, more?: object) => Entry;
}
interface Row {
  id: string;
  label: string;
  detail: string;
  icon: string;
  chosen: boolean;
}
interface Entry {
  id: string;
  label: string;
  value: string;
  unit: string;
  help: string;
  error: string;
  numeric: boolean;
  multiline: boolean;
}

const words = (text: string, more: object = {}) => ({
  text,
  strong: false,
  stressed: false,
  href: "",
  ...more,
});
const paragraph = (text: string, more: object = {}) => ({
  kind: { kind: "Paragraph" as const },
  spans: [words(text, more)],
});

/** A control with nothing in it. */
export function control<K extends string>(path: string, kind: K, label: string, more: object = {}) {
  return {
    path,
    kind: { kind },
    level: 0,
    label: [paragraph(label)],
    plain: label,
    prefix: "",
    required: "",
    help: [],
    value: "",
    unit: "",
    units: [],
    options: [],
    horizontal: false,
    filter: null,
    other: null,
    placeholder: "",
    numeric: false,
    low: "",
    high: "",
    step: "",
    low_label: "",
    high_label: "",
    scale: null,
    calls: [],
    known: "",
    as_last: null,
    read_only: false,
    error: "",
    add: "",
    remove: "",
    clear: "",
    photo: null,
    media: null,
    links: [],
    ...more,
  };
}

export function formSamples({ t, choice, field }: Tools, scale: object, trail: object[], chart: object) {
  const mark = { state: { kind: "Saved" as const }, text: t("已保存在本机", "Saved on this phone") };
  const progress = { permille: 333, text: t("已答 3 题 · 最多还有 6 题", "3 answered · at most 6 to go") };
  const button = (label: string, detail = "", icon = "") => ({ label, detail, icon });
  const required = t("（必答）", "(must be answered)");
  const slept = [
    choice("good", t("很好", "Well"), "", false, t("一觉到天亮", "All night")),
    choice("fair", t("还可以", "Fairly well"), "", true, t("醒 1–2 次", "Woke once or twice")),
    choice("bad", t("不太好", "Not well"), "", false, t("醒 3 次以上", "Woke three times or more")),
  ];
  const wound = [
    choice("none", t("都没有", "None of them")),
    choice("red", t("发红", "Red"), "", true),
    choice("pus", t("流脓", "Pus"), "", true),
  ];
  const later = button(t("先存着，以后再填", "Keep it and go on later"));
  const other_language = t("English", "中文");
  const Form = {
    kind: "Form" as const,
    value: {
      form_title: t("手术后问卷", "Questions after surgery"),
      page_title: t("伤口和睡眠", "Wound and sleep"),
      intro: [paragraph(t("约 3 分钟。答到哪里存到哪里。", "About 3 minutes. Each answer is saved."))],
      progress,
      mark,
      notice: t(
        "这份问卷有一题现在显示不出来，医院已经知道。",
        "One question cannot be shown now; the hospital has been told.",
      ),
      page: "page-2",
      controls: [
        control("wound-heading", "Heading", t("伤口", "Wound"), { prefix: "A" }),
        control("lead", "Display", t("按您自己的感觉选，没有对错。", "Choose as you feel; nothing is wrong."), {
          label: [
            paragraph(t("按您自己的感觉选。", "Choose as you feel."), { strong: true }),
            { kind: { kind: "Item" as const }, spans: [words(t("没有对错。", "Nothing is wrong."))] },
            {
              kind: { kind: "Item" as const },
              spans: [words(t("伤口怎么看", "How to look at a wound"), { href: "https://hospital.example/wound" })],
            },
          ],
        }),
        control("help", "Help", t("可以请家人帮您看。", "Ask your family to look.")),
        control("sleep", "Radio", t("昨天夜里睡得怎么样？", "How did you sleep last night?"), {
          prefix: "1.",
          required,
          options: slept,
          as_last: button(t("和上次一样：还可以", "As last time: fairly well"), t("11月22日", "22 Nov"), "refresh"),
          clear: t("这题不想回答", "I would rather not answer"),
        }),
        control("wound", "Checks", t("伤口有哪些情况？", "How is the wound?"), {
          level: 1,
          options: wound,
          error: t("请选一项。", "Please choose one."),
          other: field("wound-other", t("其他情况", "Something else")),
        }),
        control("site", "DropDown", t("哪个切口？", "Which cut?"), {
          options: [choice("navel", t("肚脐", "Navel"), "", true), choice("side", t("右边", "Right side"))],
          placeholder: t("请选择", "Please choose"),
        }),
        control("medicine", "Autocomplete", t("在吃什么药？", "Which medicine do you take?"), {
          filter: field("medicine-filter", t("输入药名", "Type its name"), {
            value: "bu",
            help: t("还有 120 个没有显示", "120 more are not shown"),
          }),
          options: [choice("ibuprofen", t("布洛芬", "Ibuprofen"))],
        }),
        control("energy", "Slider", t("今天精神怎么样？", "How much energy have you got today?"), {
          low: "0",
          high: "100",
          step: "5",
          value: "60",
          low_label: t("没有精神", "None"),
          high_label: t("精神很好", "Full"),
        }),
        control("pain", "Scale", t("现在有多疼？", "How bad is the pain?"), { scale, plain: "" , label: []}),
        control("name", "ShortText", t("药名", "Name of the medicine"), {
          placeholder: t("写盒子上的名字", "As on the box"),
        }),
        control("note", "LongText", t("还想说什么？", "Anything else?"), { value: t("没有", "Nothing") }),
        control("times", "Integer", t("吐了几次？", "How many times did you vomit?"), {
          numeric: true,
          value: "三",
        }),
        control("temperature", "Quantity", t("体温多少？", "What is your temperature?"), {
          numeric: true,
          value: "38.6",
          known: t("来自您的记录，今天 08:10", "From your record, today 08:10"),
          units: [choice("Cel", "°C", "", true), choice("F", "°F")],
        }),
        control("weight", "Decimal", t("体重多少？", "What do you weigh?"), {
          numeric: true,
          value: "61.5",
          unit: "kg",
          help: [paragraph(t("吃早饭前称。", "Before breakfast."))],
        }),
        control("since", "Date", t("从哪天开始？", "Since which day?"), { value: "2026-11-22" }),
        control("at", "DateTime", t("什么时候量的？", "When was it taken?"), { value: "2026-11-22T08:10" }),
        control("bed", "Time", t("几点睡的？", "When did you go to bed?"), { value: "22:30" }),
        control("page", "Url", t("网址", "Address of a page"), { value: "https://hospital.example" }),
        control("photo", "Attachment", t("伤口照片", "Photo of the wound"), {
          photo: {
            row: { icon: "camera", label: t("照片", "Photo"), value: t("可以不加", "Optional") },
            max_bytes: 900_000,
            max_edge: 1600,
            chosen: true,
            remove: t("不要这张照片", "Remove the photo"),
            error: "",
          },
          links: [{ label: t("怎么拍", "How to take it"), url: "https://hospital.example/photo" }],
          media: {
            mime: "image/png",
            url: "data:image/png;base64,iVBORw0KGgo=",
            alt: t("伤口的例子", "An example of a wound"),
          },
        }),
        control("doctor", "Reference", t("哪位医生？", "Which doctor?"), { value: t("王医生", "Dr Wang") }),
        control("drug-1", "Heading", t("第 1 种药", "Medicine 1"), {
          remove: t("去掉第 1 种药", "Take medicine 1 away"),
        }),
        control("drug-add", "AddInstance", "", { label: [], add: t("再加一种药", "One more medicine") }),
        control("calls", "Calls", t("您不必一个人扛。", "You do not have to carry this alone."), {
          calls: [
            {
              label: t("心理援助热线", "Mental health line"),
              detail: t("24 小时", "Day and night"),
              number: "12356",
              a11y: t("心理援助热线，24 小时", "Mental health line, day and night"),
              emergency: false,
            },
          ],
        }),
      ],
      focus: "",
      errors_title: t("还差 1 处", "1 thing is missing"),
      errors: [
        {
          path: "wound",
          page: "page-2",
          label: t("伤口有哪些情况？", "How is the wound?"),
          text: t("请选一项。", "Please choose one."),
        },
      ],
      previous: button(t("上一页", "Back"), "", "back"),
      next: button(t("下一页：活动", "Next: moving")),
      later,
      other_language,
      busy: false,
      error: "",
    },
  };
  const rows = [
    {
      path: "sleep",
      page: "page-2",
      label: t("昨天夜里睡得怎么样？", "How did you sleep last night?"),
      value: t("还可以", "Fairly well"),
      missing: false,
      change: t("修改", "Change"),
    },
    {
      path: "temperature",
      page: "page-1",
      label: t("体温多少？", "What is your temperature?"),
      value: t("还没有回答", "Not answered yet"),
      missing: true,
      change: t("修改", "Change"),
    },
  ];
  const FormReview = {
    kind: "FormReview" as const,
    value: {
      form_title: t("手术后问卷", "Questions after surgery"),
      intro: t("看一遍，再发给医护。", "Look it over, then send it to the team."),
      progress,
      mark,
      notice: "",
      rows,
      earlier_rows: "",
      later_rows: t("后面的回答", "More answers"),
      errors_title: t("还差 1 处", "1 thing is missing"),
      errors: [
        {
          path: "temperature",
          page: "page-1",
          label: t("体温多少？", "What is your temperature?"),
          text: t("请填上。", "Please fill it in."),
        },
      ],
      previous: button(t("上一页", "Back"), "", "back"),
      finish: button(t("保存，发给医护", "Save and send")),
      later,
      other_language,
      busy: false,
      error: "",
    },
  };
  const band = (word: string, from: number, to: number, current: boolean, a11y: string) => ({
    word,
    role: { kind: "Neutral" as const },
    from_permille: from,
    to_permille: to,
    current,
    a11y,
  });
  const FormResult = {
    kind: "FormResult" as const,
    value: {
      id: "response",
      form_title: t("手术后问卷", "Questions after surgery"),
      done: t("填好了 · 今天 16:05", "Done · today 16:05"),
      cards: [],
      calls: [],
      scores: [
        {
          title: t("心情", "Mood"),
          value: "12",
          out_of: "/ 27",
          word: t("中等", "Moderate"),
          role: { kind: "Caution" as const },
          icon: "info",
          bands: [
            band(t("轻", "Mild"), 0, 345, false, t("0 到 9 分，轻", "0 to 9, mild")),
            band(t("中等", "Moderate"), 345, 540, true, t("10 到 14 分，中等", "10 to 14, moderate")),
            band(t("重", "Severe"), 540, 1000, false, t("15 到 27 分，重", "15 to 27, severe")),
          ],
          marker_permille: 444,
          marker: t("您 12", "You 12"),
          a11y: t("心情 12 分，满分 27，中等", "Mood 12 of 27, moderate"),
          meaning: t("心情困扰达到需要医生看的程度。", "A doctor should look at this."),
          next_step: t("医护会联系您。", "The team will be in touch."),
          moved: t("比 11月3日 低 4 分。", "4 lower than on 3 Nov."),
          chart,
        },
      ],
      chart_label: t("图", "Chart"),
      table_label: t("数据表", "Table"),
      stepper: [t("前一次", "Earlier"), t("后一次", "Later")],
      next_title: t("接下来", "What comes next"),
      next: [{ icon: "form", label: t("下次问卷", "Next questions"), value: t("12月3日 周四", "Thu 3 Dec") }],
      trail_title: t("回答送到哪了", "Where your answers are"),
      trail,
      answers_show: "",
      answers_title: t("您的回答", "Your answers"),
      answers: rows.slice(0, 1).map((row) => ({ ...row, page: "", change: "" })),
      earlier_rows: "",
      later_rows: "",
      disclaimer: t("康伴不代替医生诊断。", "Kangban does not replace a doctor."),
      close: button(t("完成", "Done")),
    },
  };
  return { Form, FormReview, FormResult };
}
