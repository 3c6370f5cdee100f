//! The words of the sign-in page, in both languages.

use super::clients::{Bilingual, Client};

/// The languages we speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese,
    English,
}

impl Language {
    /// The first language of a preference list (`ui_locales` or `Accept-Language`) that we speak; else Chinese.
    pub(crate) fn preferred(list: &str) -> Self {
        list.split([',', ' '])
            .find_map(|item| match item.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "zh" => Some(Self::Chinese),
                "en" => Some(Self::English),
                _ => None,
            })
            .unwrap_or(Self::Chinese)
    }

    /// The text of this language.
    pub(crate) fn of(self, text: &Bilingual) -> &str {
        match self {
            Self::Chinese => &text.zh,
            Self::English => &text.en,
        }
    }

    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::Chinese => &ZH,
            Self::English => &EN,
        }
    }
}

/// Every fixed sentence.
pub(crate) struct Words {
    pub(crate) lang: &'static str,
    pub(crate) other_lang: &'static str,
    pub(crate) other_name: &'static str,
    pub(crate) product: &'static str,
    pub(crate) title: &'static str,
    pub(crate) asks_title: &'static str,
    pub(crate) asks_note: &'static str,
    pub(crate) code_title: &'static str,
    pub(crate) code: &'static str,
    pub(crate) code_help: &'static str,
    pub(crate) password_title: &'static str,
    pub(crate) username: &'static str,
    pub(crate) password: &'static str,
    pub(crate) sign_in: &'static str,
    pub(crate) sign_in_and_allow: &'static str,
    pub(crate) cancel: &'static str,
    pub(crate) may_read: &'static str,
    pub(crate) may_write: &'static str,
    pub(crate) may_know: &'static str,
    pub(crate) may_stay: &'static str,
    pub(crate) wrong_password: &'static str,
    pub(crate) not_for_patients: &'static str,
    pub(crate) not_for_clinicians: &'static str,
    pub(crate) code_unknown: &'static str,
    pub(crate) code_expired: &'static str,
    pub(crate) code_used: &'static str,
    pub(crate) page_over: &'static str,
    pub(crate) unknown_app: &'static str,
    pub(crate) broken: &'static str,
    pub(crate) trouble_title: &'static str,
    pub(crate) trouble_next: &'static str,
}

impl Words {
    /// "To go on to the app".
    pub(crate) fn to_app(&self, app: &str) -> String {
        if self.lang == "en" {
            format!("to continue to {app}")
        } else {
            format!("登录后继续使用「{app}」")
        }
    }

    /// "Try again in so many minutes".
    pub(crate) fn wait(&self, seconds: u64) -> String {
        let minutes = seconds.div_ceil(60);
        match (self.lang, minutes) {
            ("en", 1) => "Too many tries. Please try again in 1 minute.".to_owned(),
            ("en", _) => format!("Too many tries. Please try again in {minutes} minutes."),
            _ => format!("尝试次数太多。请 {minutes} 分钟后再试。"),
        }
    }

    /// What an app may do, as the patient reads it.
    pub(crate) fn may(&self, client: &Client, scope: &str) -> Vec<&'static str> {
        let scopes = super::Scopes::parse(scope);
        let clinical: Vec<&str> =
            scope.split(' ').filter(|word| word.contains('/') && word.contains('.')).collect();
        let writes = |word: &&str| {
            word.rsplit('.').next().is_some_and(|rights| {
                matches!(rights, "write" | "*") || (rights != "read" && rights.contains(['c', 'u', 'd']))
            })
        };
        let mut lines = Vec::new();
        if !client.ask {
            return lines;
        }
        if !clinical.is_empty() {
            lines.push(self.may_read);
        }
        if clinical.iter().any(writes) {
            lines.push(self.may_write);
        }
        if scopes.has("openid") || scopes.has("launch/patient") {
            lines.push(self.may_know);
        }
        if scopes.has("offline_access") {
            lines.push(self.may_stay);
        }
        lines
    }
}

static ZH: Words = Words {
    lang: "zh-CN",
    other_lang: "en",
    other_name: "English",
    product: "康伴",
    title: "登录",
    asks_title: "登录后，这个应用可以：",
    asks_note: "您可以随时请病房停止它的使用。",
    code_title: "用邀请码",
    code: "邀请码",
    code_help: "8 位，在病房给您的单子上。大小写和横线不影响。",
    password_title: "用账号和密码",
    username: "账号",
    password: "密码",
    sign_in: "登录",
    sign_in_and_allow: "登录并允许",
    cancel: "不登录，返回",
    may_read: "查看您在医院的记录",
    may_write: "以您的名义添加记录",
    may_know: "知道您是谁",
    may_stay: "在您不使用它时继续以上各项",
    wrong_password: "账号或密码不对，再试一次。",
    not_for_patients: "这个页面给医护使用。患者请打开康伴的患者页面。",
    not_for_clinicians: "这个应用给患者使用。医护请打开医护台。",
    code_unknown: "没有这个邀请码。请对照单子再看一遍，或打电话给病房。",
    code_expired: "这个邀请码已过期。请打电话给病房，要一个新的。",
    code_used: "这个邀请码已经用过。请用账号和密码，或打电话给病房要一个新的。",
    page_over: "这个登录页面开得太久，或是在另一个浏览器里打开的。请回到应用里重新登录。",
    unknown_app: "请求登录的应用没有在这家医院登记，所以不能继续。",
    broken: "医院的系统现在不能处理登录。请过几分钟再试。",
    trouble_title: "没有登录",
    trouble_next: "您的记录没有受到影响。请关闭这个页面，回到应用里再试。",
};

static EN: Words = Words {
    lang: "en",
    other_lang: "zh-CN",
    other_name: "中文",
    product: "Kangban",
    title: "Sign in",
    asks_title: "Once you sign in, this app may:",
    asks_note: "You can ask the ward to stop it at any time.",
    code_title: "With an invitation code",
    code: "Invitation code",
    code_help: "8 letters and digits, on the sheet from the ward. Capitals and dashes do not matter.",
    password_title: "With a name and password",
    username: "User name",
    password: "Password",
    sign_in: "Sign in",
    sign_in_and_allow: "Sign in and allow",
    cancel: "Go back without signing in",
    may_read: "see your records at the hospital",
    may_write: "add records in your name",
    may_know: "know who you are",
    may_stay: "go on doing so while you are not using it",
    wrong_password: "The name or the password is not right. Try again.",
    not_for_patients: "This page is for the care team. Patients, please open Kangban’s patient page.",
    not_for_clinicians: "This app is for patients. Care team, please open the care console.",
    code_unknown: "There is no such code. Check it against your sheet, or call the ward.",
    code_expired: "This code is too old. Call the ward and ask for a new one.",
    code_used: "This code was used already. Use your name and password, or call the ward for a new code.",
    page_over: "This page was open for too long, or in another browser. Go back to the app and sign in again.",
    unknown_app: "The app that asked you to sign in is not registered at this hospital, so we cannot go on.",
    broken: "The hospital cannot handle the sign-in right now. Try again in a few minutes.",
    trouble_title: "Not signed in",
    trouble_next: "Your records are not affected. Close this page and try again from the app.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_we_speak_wins_and_chinese_is_the_house_language() {
        assert_eq!(Language::preferred("fr-FR,en;q=0.8,zh;q=0.7"), Language::English);
        assert_eq!(Language::preferred("zh-CN"), Language::Chinese);
        assert_eq!(Language::preferred("fr, de"), Language::Chinese);
        assert_eq!(Language::preferred(""), Language::Chinese);
        assert_eq!(Language::preferred("é"), Language::Chinese);
    }

    #[test]
    fn a_reading_app_is_not_said_to_write() {
        let client = Client { ask: true, ..super::super::clients::our_own("https://h.example").remove(0) };
        assert!(!EN.may(&client, "patient/*.rs openid").contains(&EN.may_write));
        assert!(!EN.may(&client, "patient/*.read").contains(&EN.may_write));
        assert!(EN.may(&client, "patient/Observation.crus").contains(&EN.may_write));
        assert!(EN.may(&client, "patient/*.write").contains(&EN.may_write));
    }
}
