/** One view of every screen, in both languages, for tests and for the gallery. The words are the tests' own. */
import type { Role, Screen, TimelineRow, ViewModel } from "../generated/types/types";
import { formSamples } from "./samples.forms";

/** A generated class without its methods, all the way down. */
type Plain<T> = T extends (infer U)[]
  ? Plain<U>[]
  : T extends object
    ? { [K in keyof T as T[K] extends (...args: never[]) => unknown ? never : K]: Plain<T[K]> }
    : T;

export type Language = "zh-CN" | "en";

/** Every kind of screen there is: one that is missing here does not compile. */
type Samples = { [Kind in Screen["kind"]]: Plain<Extract<Screen, { kind: Kind }>> };

const role = (kind: Role["kind"]): Role => ({ kind });

export function samples(language: Language, elders = false): Record<Screen["kind"], ViewModel> {
  const t = (zh: string, en: string) => (language === "en" ? en : zh);
  const choice = (id: string, label: string, icon = "", chosen = false, detail = "") => ({
    id,
    label,
    detail,
    icon,
    chosen,
  });
  const field = (id: string, label: string, more: object = {}) => ({
    id,
    label,
    value: "",
    unit: "",
    help: "",
    error: "",
    numeric: false,
    multiline: false,
    ...more,
  });
  const pad = (filled: number, error = "") => ({
    filled,
    length: 6,
    progress: t(`已输入 ${filled} 位`, `${filled} digits entered`),
    error,
    ready: true,
    backspace: t("退格", "Delete"),
  });
  const line = {
    state: { kind: "Waiting" as const },
    text: t("已保存在本机 · 3 条待送达医院", "Saved on this phone · 3 waiting for the hospital"),
    icon: "device",
  };
  const row = (
    id: string,
    time: string,
    icon: string,
    title: string,
    detail: string,
  ): Plain<TimelineRow> => ({
    id,
    time,
    icon,
    title,
    detail,
    role: role("Neutral"),
    mark: { state: { kind: "Received" }, text: t("医院已收到 · 10:42", "Received by the hospital · 10:42") },
    a11y: `${time}, ${title}, ${detail}`,
  });
  const trail = [
    { text: t("已保存在本机", "Saved on this phone"), detail: "16:05", icon: "done", done: true },
    {
      text: t("等待送达医院", "Waiting for the hospital"),
      detail: t("有网络时自动送达。打电话不用等。", "Sent when there is a network. Do not wait to call."),
      icon: "clock",
      done: false,
    },
    {
      text: t("医生会在医院收到后看到", "The doctor sees it once it is received"),
      detail: "",
      icon: "seen",
      done: false,
    },
  ];
  const when = {
    row: { icon: "clock", label: t("时间", "When"), value: t("现在 10:45", "Now, 10:45") },
    input: "2026-11-22T10:45",
    latest: "2026-11-22T10:45",
    error: "",
  };
  const symptoms = [
    choice("pain", t("疼", "Pain"), "wound", true),
    choice("bloating", t("腹胀", "Bloating"), "bloat"),
    choice("nausea", t("恶心", "Nausea"), "nausea"),
    choice("dizziness", t("头晕", "Dizziness"), "dizzy"),
    choice("fever", t("发热", "Fever"), "temperature"),
    choice("other", t("其他", "Other"), "more"),
  ];
  const words = [t("不疼", "No pain"), t("有点疼", "A little"), t("比较疼", "Moderate"), t("很疼", "Severe")];
  const bands = [
    { icon: "face0", word: words[0] ?? "", detail: "", from: 0, to: 0 },
    { icon: "face1", word: words[1] ?? "", detail: t("不想就忘了", "I forget it at times"), from: 1, to: 3 },
    { icon: "face2", word: words[2] ?? "", detail: t("还能做事", "I can still do things"), from: 4, to: 6 },
    { icon: "face3", word: words[3] ?? "", detail: t("做不了事", "I cannot do things"), from: 7, to: 9 },
    { icon: "face4", word: t("疼得受不了", "Unbearable"), detail: "", from: 10, to: 10 },
  ];
  const start = 1_795_000_000;
  const values = [37.4, 37.9, 37.8, 38.9, 38.2, 37.6, 37.3, 37.1, 36.9, 36.8, 36.8, 36.9, 36.7, 36.8];
  const points = values.map((value, i) => ({
    at: start + i * 86_400 + (i > 9 ? 3 * 86_400 : 0),
    value_milli: Math.round(value * 1000),
    beyond: value >= 38.5,
    label: `${value} °C`,
    when: t(`11月${19 + i}日`, `${19 + i} Nov`),
  }));

  const scale = {
          question: t("现在有多疼？", "How bad is the pain now?"),
          value: 4,
          bands,
          a11y: Array.from({ length: 11 }, (_, i) => t(`${i} 分`, `${i} of 10`)),
        };
  const chart = {
            title: t("体温", "Temperature"),
            unit: "°C",
            sentence: t(
              "11月22日升到 38.9 °C，之后慢慢下降。",
              "It rose to 38.9 °C on 22 Nov and fell slowly after.",
            ),
            points,
            limits: [{ value_milli: 38_500, label: t("38.5 打给病房", "38.5 call the ward") }],
            low_milli: 36_000,
            high_milli: 39_500,
            rows: points.map((point) => ({
              cells: [point.when, point.label, point.beyond ? t("偏高", "High") : ""],
            })),
            headings: [t("日期", "Day"), t("体温", "Temperature"), t("说明", "Remark")],
          };

  const screens: Samples = {
    ...(formSamples({ t, choice, field }, scale, trail, chart) as unknown as Pick<
      Samples,
      "Form" | "FormReview" | "FormResult"
    >),
    Starting: { kind: "Starting" },
    Failed: {
      kind: "Failed",
      value: {
        icon: "warning",
        title: t("现在打不开记录", "Your records cannot be opened now"),
        text: t(
          "记录都在，没有丢。请关掉其他页面再试一次。",
          "Nothing is lost. Close other pages and try again.",
        ),
        action: t("再试一次", "Try again"),
      },
    },
    Invitation: {
      kind: "Invitation",
      value: {
        intro: t("请输入医院给您的邀请码。", "Enter the code that your hospital gave you."),
        code: field("code", t("邀请码", "Invitation code"), {
          value: "K7QF-2M9X",
          help: t("8 位字母和数字", "8 letters and digits"),
          error: t("邀请码不对，请再看一遍。", "That code is not right. Please check it."),
        }),
        submit: t("下一步", "Next"),
        busy: false,
        other_language: t("English", "中文"),
      },
    },
    ChoosePin: {
      kind: "ChoosePin",
      value: {
        intro: t("设一个 6 位密码，每次打开时输入。", "Choose a 6-digit PIN. You enter it each time."),
        pad: pad(2),
        busy: false,
        busy_text: t("正在准备", "Getting ready"),
      },
    },
    Lock: {
      kind: "Lock",
      value: {
        greeting: t("李女士，您好", "Hello, Ms Li"),
        pad: pad(
          3,
          t("密码不对，再试一次。记录都在，不会被删除。", "Wrong PIN. Try again. Nothing is erased."),
        ),
        wait: "",
        busy: false,
        forgot: t("忘了密码", "Forgot the PIN"),
        forgot_text: "",
        quick: { label: t("用指纹打开", "Open with a fingerprint"), detail: "", icon: "fingerprint" },
        quick_text: t("没有认出来，请输入密码。", "Not recognised. Enter your PIN."),
      },
    },
    Today: {
      kind: "Today",
      value: {
        date: t("11月22日 周日 · 术后第 3 天", "Sun 22 Nov · day 3 after surgery"),
        greeting: t("李女士，早上好", "Good morning, Ms Li"),
        sync: line,
        next: {
          when: t("接下来 · 11:00", "Next · 11:00"),
          icon: "temperature",
          title: t("量一次体温", "Take your temperature"),
          detail: t("术后头几天每天两次", "Twice a day in the first days"),
          action: choice("temperature", t("记录体温", "Record it"), "check"),
        },
        quick_title: t("不舒服？点一下就能记", "Not well? One tap records it"),
        quick: elders
          ? [
              {
                icon: "face3",
                label: t("我不舒服", "I feel unwell"),
                a11y: t("我不舒服", "I feel unwell"),
                id: "unwell",
              },
            ]
          : [
              { icon: "wound", label: t("伤口疼", "Pain"), a11y: t("记录伤口疼", "Record pain"), id: "pain" },
              {
                icon: "temperature",
                label: t("体温", "Fever"),
                a11y: t("记录体温", "Record fever"),
                id: "temp",
              },
              {
                icon: "nausea",
                label: t("恶心", "Nausea"),
                a11y: t("记录恶心", "Record nausea"),
                id: "nausea",
              },
              {
                icon: "more",
                label: t("更多", "More"),
                a11y: t("更多可以记录的", "More to record"),
                id: "more",
              },
            ],
        entries_title: t("今天记录的", "Recorded today"),
        entries: [
          row("a", "10:40", "wound", t("疼 4 分", "Pain 4"), t("肚脐 · 比较疼", "Navel · moderate")),
          row("b", "08:10", "temperature", t("体温 37.2 °C", "Temperature 37.2 °C"), ""),
        ],
      },
    },
    Diary: {
      kind: "Diary",
      value: {
        sections: [
          choice("record", t("记录", "Record")),
          choice("history", t("历史", "History")),
          choice("trends", t("变化", "Trends"), "", true),
        ],
        items: [],
        entries: [],
        form_groups: [
          {
            title: t("现在可以填", "Due now"),
            rows: [row("task", "16:05", "form", t("术后第 7 天问卷", "Day 7 questions"), t("约 3 分钟", "About 3 minutes"))],
            empty: "",
          },
          { title: t("以后", "Coming"), rows: [], empty: t("现在没有别的。", "Nothing else for now.") },
        ],
        older: "",
        newer: "",
        empty: "",
        charts: [chart],
        chart_label: t("图", "Chart"),
        table_label: t("数据表", "Table"),
        stepper: [t("前一次", "Earlier"), t("后一次", "Later")],
      },
    },
    LogSymptom: {
      kind: "LogSymptom",
      value: {
        correcting: false,
        step: elders ? 2 : 0,
        symptoms_title: t("哪里不舒服？", "What is wrong?"),
        symptoms,
        scale,
        when,
        site: { icon: "body", label: t("部位", "Place"), value: t("肚脐（同上次）", "Navel (as last time)") },
        photo: {
          row: { icon: "camera", label: t("照片", "Photo"), value: t("可以不加", "Optional") },
          max_bytes: 900_000,
          max_edge: 1600,
          chosen: true,
          remove: t("不要这张照片", "Remove the photo"),
          error: "",
        },
        note: field("note", t("备注", "Note"), {
          multiline: true,
          help: t("想说什么都可以", "Anything you want to say"),
        }),
        note_open: true,
        note_row: { icon: "note", label: t("备注", "Note"), value: t("可以不写", "Optional") },
        error: "",
        save: t("保存：4 分，比较疼", "Save: 4, moderate"),
        save_detail: t("没有网络也能保存", "Saves without a network"),
        busy: false,
      },
    },
    BodySite: {
      kind: "BodySite",
      value: {
        sides: [choice("front", t("前面", "Front"), "", true), choice("back", t("背面", "Back"))],
        places: (
          [
            ["head", "头", "Head"],
            ["throat", "喉咙", "Throat"],
            ["chest", "胸", "Chest"],
            ["belly-upper-right", "您的右上腹", "Your upper right belly"],
            ["belly-upper", "上腹", "Upper belly"],
            ["navel", "肚脐", "Navel"],
            ["belly-lower", "下腹", "Lower belly"],
            ["groin", "腹股沟", "Groin"],
            ["arm-right", "您的右臂", "Your right arm"],
            ["arm-left", "您的左臂", "Your left arm"],
            ["leg-right", "您的右腿", "Your right leg"],
            ["leg-left", "您的左腿", "Your left leg"],
          ] as const
        ).map(([id, zh, en]) => choice(id, t(zh, en), "", id === "navel")),
        none: t("不写部位", "No place"),
      },
    },
    Measure: {
      kind: "Measure",
      value: {
        correcting: false,
        kinds: [
          choice("temperature", t("体温", "Temperature"), "temperature"),
          choice("pressure", t("血压", "Blood pressure"), "chart", true),
          choice("weight", t("体重", "Weight"), "table"),
        ],
        kinds_title: t("量的是什么？", "What did you measure?"),
        fields: [
          field("systolic", t("高压", "Upper"), { unit: "mmHg", numeric: true, value: "135" }),
          field("diastolic", t("低压", "Lower"), {
            unit: "mmHg",
            numeric: true,
            error: t("低压一般在 30 到 150 之间。", "The lower value is usually from 30 to 150."),
          }),
        ],
        when,
        error: "",
        confirm: t("135 对您来说少见，没有写错吗？", "135 is unusual for you. Is it right?"),
        save: t("保存：135/85", "Save: 135/85"),
        save_detail: t("没有网络也能保存", "Saves without a network"),
        busy: false,
      },
    },
    Advice: {
      kind: "Advice",
      value: {
        cards: [
          {
            id: "a",
            role: role("Caution"),
            icon: "temperature",
            tag: t("体温偏高", "High temperature"),
            value: "38.9 °C",
            when: t("今天 16:05", "today, 16:05"),
            title: t("请现在打电话给病房", "Please call the ward now"),
            why: t(
              "高于 38.5 °C 需要医护判断原因。",
              "Above 38.5 °C a nurse or doctor should look for the cause.",
            ),
            steps_title: t("打完电话再做这几件事", "After the call"),
            steps: elders
              ? []
              : [t("看看伤口有没有红肿。", "Look at the wound."), t("喝水、休息。", "Drink and rest.")],
            emergency_title: t("出现下面情况，直接拨打 120：", "Call 120 at once for:"),
            emergency: t("喘不上气、胸痛、叫不醒。", "Short of breath, chest pain, hard to wake."),
            source: t("依据：腹部手术后发热处理，2026 年版", "Source: fever after abdominal surgery, 2026"),
          },
        ],
        trail_title: t("这条记录现在到哪了", "Where this record is"),
        trail,
        disclaimer: t("这里的建议不代替医生诊断。", "This does not replace a doctor."),
        more: elders ? t("下一步做什么", "What to do next") : "",
      },
    },
    Entry: {
      kind: "Entry",
      value: {
        id: "a",
        rows: [
          { icon: "wound", label: t("疼", "Pain"), value: t("8 分，很疼", "8, severe") },
          { icon: "clock", label: t("时间", "When"), value: t("今天 16:05", "today, 16:05") },
        ],
        note: t("吃完饭以后开始疼。", "It began after a meal."),
        photo: "media-1",
        photo_bytes: [],
        photo_mime: "",
        photo_a11y: t("这条记录的照片", "The photo of this entry"),
        photo_show: t("看照片", "Show the photo"),
        trail_title: t("这条记录现在到哪了", "Where this record is"),
        trail,
        advice: t("当时的建议：请打电话给病房", "The advice then: call the ward"),
        correct: t("改正", "Correct it"),
        withdraw: t("撤回这条记录", "Take it back"),
        confirm: "",
        confirm_yes: t("撤回", "Take it back"),
        confirm_no: t("留着", "Leave it"),
      },
    },
    Messages: {
      kind: "Messages",
      value: {
        rule: t(
          "医护通常在 24 小时内回复；紧急情况请拨打 120",
          "Answers within 24 hours; in an emergency call 120",
        ),
        older: t("更早的消息", "Older messages"),
        newer: "",
        bubbles: [
          {
            id: "m1",
            author: t("您", "You"),
            own: true,
            text: t("洗澡时伤口可以碰水吗？", "May the wound get wet?"),
            when: t("今天 09:20", "today, 09:20"),
            mark: { state: { kind: "Seen" }, text: t("王护士已看 · 10:21", "Seen by nurse Wang · 10:21") },
          },
          {
            id: "m2",
            author: t("王敏 护士", "Nurse Wang Min"),
            own: false,
            text: t("可以淋浴，不要泡澡。", "A shower is fine, no bath."),
            when: t("今天 10:24", "today, 10:24"),
            mark: null,
          },
        ],
        empty: "",
        draft: field("draft", t("写给医护", "Write to the team"), { multiline: true }),
        send: t("发送", "Send"),
        urgent: null,
      },
    },
    Sync: {
      kind: "Sync",
      value: {
        line: {
          state: { kind: "Attention" },
          text: t("有 1 条记录医院没有收下", "1 entry was not taken"),
          icon: "warning",
        },
        last: t("最近一次 10:42", "Last at 10:42"),
        retry: t("现在再试", "Try now"),
        refused_title: t("没有收下的", "Not taken"),
        refused: [
          {
            id: "a",
            title: t("体温 37.2 °C", "Temperature 37.2 °C"),
            reason: t(
              "日期是明年，可能是年份选错了。记录还在。",
              "The date is next year. The entry is safe here.",
            ),
            correct: t("改时间", "Correct the time"),
            retry: t("原样再送", "Send as it is"),
            export_copy: t("导出", "Keep a copy"),
          },
        ],
        waiting_title: t("待送达的", "Waiting"),
        waiting: [row("b", "16:05", "wound", t("疼 8 分", "Pain 8"), "")],
      },
    },
    Settings: {
      kind: "Settings",
      value: {
        name: t("李秀英", "Li Xiuying"),
        hospital: t("示范医院 · 肝胆外科", "Demo hospital · hepatobiliary surgery"),
        sync: line,
        language_title: t("语言", "Language"),
        languages: [
          choice("zh-CN", "中文", "", language !== "en"),
          choice("en", "English", "", language === "en"),
        ],
        theme_title: t("外观", "Appearance"),
        themes: [
          choice("system", t("跟随系统", "As the system"), "", true),
          choice("light", t("浅色", "Light")),
          choice("dark", t("深色", "Dark")),
        ],
        elders: choice(
          "elders",
          t("长辈版", "Elders’ mode"),
          "",
          elders,
          t("字更大，一次一件事", "Larger, one thing at a time"),
        ),
        lock: t("现在锁上", "Lock now"),
        change_pin: t("换密码", "Change the PIN"),
        about: t("康伴不代替医生诊断。", "Kangban does not replace a doctor."),
        device_title: t("这台手机", "This phone"),
        switches: [
          {
            id: "reminders",
            label: t("提醒", "Reminders"),
            detail: t("到日子时提醒您", "On the days that matter"),
            icon: "clock",
            on: true,
            problem: t("系统没有允许通知，提醒不会出现。", "Notices are not allowed: none will appear."),
            fix: t("去设置", "Open settings"),
          },
        ],
      },
    },
  };

  const titles: Record<Screen["kind"], string> = {
    Starting: t("康伴", "Kangban"),
    Failed: t("现在打不开记录", "Your records cannot be opened now"),
    Invitation: t("欢迎使用康伴", "Welcome to Kangban"),
    ChoosePin: t("设一个密码", "Choose a PIN"),
    Lock: t("请输入密码", "Enter your PIN"),
    Today: t("李女士，早上好", "Good morning, Ms Li"),
    Diary: t("记录", "Diary"),
    LogSymptom: elders ? t("第 2 步，共 2 步", "Step 2 of 2") : t("记录不舒服", "Record a symptom"),
    BodySite: t("哪个部位？", "Which place?"),
    Measure: t("记录测量", "Record a measurement"),
    Advice: t("体温偏高", "High temperature"),
    Entry: t("疼 8 分", "Pain 8"),
    Messages: t("医护团队", "Care team"),
    Sync: t("记录送到哪了", "Where your entries are"),
    Settings: t("我的", "Me"),
    Form: t("手术后问卷", "Questions after surgery"),
    FormReview: t("看一遍", "Look it over"),
    FormResult: t("填好了", "Done"),
  };
  const tasks: Screen["kind"][] = [
    "LogSymptom",
    "BodySite",
    "Measure",
    "Advice",
    "Entry",
    "Sync",
    "Form",
    "FormReview",
    "FormResult",
  ];
  const gates: Screen["kind"][] = ["Starting", "Failed", "Invitation", "ChoosePin", "Lock"];
  const tab = (kind: "Today" | "Diary" | "Messages" | "Me", label: string, icon: string, unread = 0) => ({
    tab: { kind },
    label,
    icon,
    current: kind === "Today",
    unread,
    a11y: unread > 0 ? t(`${label}，${unread} 条未读`, `${label}, ${unread} unread`) : label,
  });
  const kinds = Object.keys(screens) as Screen["kind"][];
  const views = kinds.map((kind): [Screen["kind"], ViewModel] => {
    const open = !gates.includes(kind);
    const task = tasks.includes(kind);
    const view: Plain<ViewModel> = {
      chrome: {
        language,
        app_name: t("康伴", "Kangban"),
        elders,
        theme: "system",
        title: titles[kind],
        tabs:
          open && !task
            ? [
                tab("Today", t("今天", "Today"), "today"),
                tab("Diary", t("记录", "Diary"), "diary"),
                tab("Messages", t("消息", "Messages"), "messages", 1),
                tab("Me", t("我的", "Me"), "me"),
              ]
            : [],
        tabs_label: t("主要页面", "Main pages"),
        back: task ? t("返回", "Back") : "",
        toast: null,
        dismiss: t("关闭", "Close"),
        calls: [
          {
            label: t("打给病房", "Call the ward"),
            detail: t("24 小时接听", "Day and night"),
            number: "010-5555 0142",
            a11y: t("打给肝胆外科病房，24 小时接听", "Call the ward, answered day and night"),
            emergency: false,
          },
          {
            label: t("拨打 120", "Call 120"),
            detail: "",
            number: "120",
            a11y: t("拨打 120 急救电话", "Call 120, emergency"),
            emergency: true,
          },
        ],
        announcement: "",
        read_aloud: elders ? t("读给我听", "Read aloud") : "",
        dictate: "",
        take_photo: "",
        pick_photo: t("选一张照片", "Pick a photo"),
        confirm: t("确定", "OK"),
        cancel: t("取消", "Cancel"),
        covered: false,
      },
      screen: screens[kind],
    };
    return [kind, view as unknown as ViewModel];
  });
  return Object.fromEntries(views) as Record<Screen["kind"], ViewModel>;
}
