//! Headings of tables. In English a heading is the column's name, which programs select by; elsewhere it is
//! in the language, and leads back to the name. Columns that are named for measures, parameters or levers
//! keep those names in every language.

use super::Locale;

/// A name and its headings in Russian, Vietnamese and Kazakh. Each has a letter beyond ASCII, so that none is
/// taken for a name.
type Heading = (&'static str, [&'static str; 3]);

#[rustfmt::skip]
const HEADINGS: &[Heading] = &[
    // What a line is of.
    ("variant", ["вариант", "phương án", "нұсқа"]),
    ("measure", ["показатель", "chỉ tiêu", "көрсеткіш"]),
    ("unit", ["единица", "đơn vị", "бірлік"]),
    ("trial", ["испытание", "lần thử", "сынақ"]),
    ("trials", ["испытаний", "số lần thử", "сынақ саны"]),
    ("month", ["месяц", "tháng", "ай"]),
    ("year", ["год", "năm", "жыл"]),
    ("day", ["день", "ngày thứ", "күн нөмірі"]),
    ("date", ["дата", "ngày", "күні"]),
    ("party", ["участник", "bên tham gia", "қатысушы"]),
    ("category", ["статья", "khoản mục", "бап"]),
    ("parameter", ["параметр", "tham số", "параметр"]),
    ("factor", ["фактор", "yếu tố", "фактор"]),
    ("seed", ["начальное число", "số khởi tạo", "бастапқы сан"]),
    ("note", ["примечание", "ghi chú", "ескерту"]),
    ("method", ["метод", "phương pháp", "әдіс"]),
    // Estimates.
    ("n", ["число", "số lượng", "саны"]),
    ("n_defined", ["число определённых", "số lượng xác định", "анықталған саны"]),
    ("mean", ["среднее", "trung bình", "орташа"]),
    ("mean_usd", ["среднее, USD", "trung bình, USD", "орташа, USD"]),
    ("mean_of_trials", ["среднее испытаний", "trung bình các lần thử", "сынақтар орташасы"]),
    ("sd", ["ст. отклонение", "độ lệch chuẩn", "ст. ауытқу"]),
    ("se", ["ст. ошибка", "sai số chuẩn", "ст. қате"]),
    ("lo95", ["нижн. 95 %", "cận dưới 95 %", "төм. 95 %"]),
    ("hi95", ["верхн. 95 %", "cận trên 95 %", "жоғ. 95 %"]),
    ("cvar5", ["среднее худших 5 %", "trung bình 5 % xấu nhất", "ең нашар 5 % орташасы"]),
    ("converged", ["сошлось", "đã hội tụ", "жинақталды"]),
    ("rank", ["место с худшего конца", "thứ hạng từ xấu nhất", "ең нашардан бастап орны"]),
    ("value", ["значение", "giá trị", "мәні"]),
    ("estimate", ["оценка", "ước lượng", "бағалау"]),
    // Sensitivity, correlation, variance.
    ("spearman", ["корреляция Спирмена", "tương quan Spearman (hạng)", "Спирмен корреляциясы"]),
    ("prcc", ["частная ранговая корреляция", "tương quan hạng riêng phần", "дербес рангтік корреляция"]),
    ("low_mean", ["среднее при низком", "trung bình khi thấp", "төмендегі орташа"]),
    ("high_mean", ["среднее при высоком", "trung bình khi cao", "жоғарыдағы орташа"]),
    ("r2_cv", ["R2 при перекрёстной проверке", "R2 kiểm định chéo", "R2, айқас тексеру"]),
    ("first", ["первый", "thứ nhất", "бірінші"]),
    ("second", ["второй", "thứ hai", "екінші"]),
    ("total", ["полный", "toàn phần", "толық"]),
    ("asked", ["задано", "yêu cầu", "сұралғаны"]),
    ("achieved", ["получено", "đạt được", "алынғаны"]),
    ("draws", ["розыгрышей", "số lượt rút", "таңдау саны"]),
    ("noises", ["шумов на розыгрыш", "số nhiễu mỗi lượt", "таңдаудағы шу саны"]),
    ("sd_parameters", ["ст. отклонение от параметров", "độ lệch chuẩn do tham số", "параметрлерден ст. ауытқу"]),
    ("sd_noise", ["ст. отклонение от случайностей", "độ lệch chuẩn do nhiễu", "кездейсоқтықтан ст. ауытқу"]),
    ("parameters_share", ["доля параметров", "phần của tham số", "параметрлер үлесі"]),
    ("noise_share", ["доля случайностей", "phần của nhiễu", "кездейсоқтық үлесі"]),
    ("base_points", ["базовых точек", "số điểm gốc", "негізгі нүкте саны"]),
    ("trajectories", ["траекторий", "số quỹ đạo", "траектория саны"]),
    ("mu_star", ["μ*", "μ*", "μ*"]),
    ("mu", ["μ", "μ", "μ"]),
    ("sigma", ["σ", "σ", "σ"]),
    ("sobol_first", ["первый индекс Соболя", "chỉ số Sobol bậc nhất", "Соболь бірінші индексі"]),
    ("sobol_total", ["полный индекс Соболя", "chỉ số Sobol toàn phần", "Соболь толық индексі"]),
    // The dictionary and the sources.
    ("file", ["файл", "tệp", "файл"]),
    ("column", ["столбец", "cột", "баған"]),
    ("heading", ["заголовок", "tiêu đề", "тақырып"]),
    ("better", ["лучше", "tốt hơn", "жақсысы"]),
    ("meaning", ["что это", "ý nghĩa", "мағынасы"]),
    ("source", ["источник", "nguồn", "дереккөз"]),
    ("confidence", ["доверие", "độ tin cậy", "сенім"]),
    ("scenario", ["сценарий", "kịch bản", "сценарий"]),
    ("standing", ["основание", "cơ sở", "негізі"]),
    ("used_in", ["где используется", "dùng ở đâu", "қайда қолданылады"]),
    // One trial day by day.
    ("kind", ["вид", "loại", "түрі"]),
    ("place", ["место", "nơi", "орны"]),
    ("commodity", ["товар", "hàng hóa", "тауар"]),
    ("quantity", ["величина", "đại lượng", "шама"]),
    ("detail", ["подробности", "chi tiết", "толығырақ"]),
    ("payer", ["плательщик", "bên trả", "төлеуші"]),
    ("payee", ["получатель", "bên nhận", "алушы"]),
    ("usd", ["сумма, USD", "số tiền, USD", "сомасы, USD"]),
    ("what", ["событие", "sự kiện", "оқиға"]),
    // Stress.
    ("hit", ["что не работает", "thứ ngừng hoạt động", "не тоқтады"]),
    ("down_days", ["дней простоя", "số ngày ngừng", "тоқтау күндері"]),
    ("disturbed", ["вероятность нарушения", "xác suất bị ảnh hưởng", "бұзылу ықтималдығы"]),
    ("survive", ["выдерживает, дней", "chịu được, ngày", "төзеді, күн"]),
    ("recovered", ["вероятность восстановления", "xác suất phục hồi", "қалпына келу ықтималдығы"]),
    ("recover", ["восстанавливается, дней", "phục hồi, ngày", "қалпына келеді, күн"]),
    ("unserved_days", ["не обслужено, дней спроса", "không đáp ứng, ngày nhu cầu", "қанағаттандырылмаған, сұраныс күні"]),
    ("stock", ["запас", "tồn kho", "қор"]),
    ("cover_days", ["запас, дней", "số ngày đủ dùng", "қор, күн"]),
    // Comparison and decision.
    ("a", ["вариант A", "phương án A", "A нұсқасы"]),
    ("b", ["вариант B", "phương án B", "B нұсқасы"]),
    ("pairs", ["пар", "số cặp", "жұп саны"]),
    ("difference", ["разность", "chênh lệch", "айырма"]),
    ("together", ["все пары", "mọi cặp", "барлық жұп"]),
    ("real", ["не случайна", "có thật", "кездейсоқ емес"]),
    ("p", ["p-значение", "giá trị p", "p мәні"]),
    ("p_holm", ["p-значение (Холм)", "giá trị p (Holm)", "p мәні (Холм)"]),
    ("a_beats_b", ["A лучше B", "A hơn B, xác suất", "A B-дан жақсы"]),
    ("variance_reduction", ["уменьшение дисперсии", "giảm phương sai", "дисперсияның азаюы"]),
    ("first_order", ["доминирование 1-го порядка", "trội bậc 1", "1-реттік басымдық"]),
    ("second_order", ["доминирование 2-го порядка", "trội bậc 2", "2-реттік басымдық"]),
    ("by", ["разбивка", "phân theo", "бөлу тәсілі"]),
    ("part", ["часть", "phần", "бөлік"]),
    ("mean_a", ["среднее A", "trung bình A", "A орташасы"]),
    ("mean_b", ["среднее B", "trung bình B", "B орташасы"]),
    ("objective", ["цель", "mục tiêu", "мақсат"]),
    ("other", ["другой вариант", "phương án khác", "басқа нұсқа"]),
    // Boxes.
    ("box", ["область", "hộp số", "аймақ"]),
    ("condition", ["условие", "điều kiện", "шарт"]),
    ("rows", ["строк", "số dòng", "жол саны"]),
    ("density", ["плотность", "mật độ", "тығыздық"]),
    ("coverage", ["охват", "độ phủ", "қамту"]),
    ("mass", ["доля строк", "tỷ lệ dòng", "жолдар үлесі"]),
    ("base_density", ["плотность во всех", "mật độ chung", "жалпы тығыздық"]),
    ("input", ["величина на входе", "đầu vào", "кіріс"]),
    ("output", ["величина на выходе", "đầu ra", "шығыс"]),
    ("low", ["нижняя граница", "cận thấp", "төменгі шек"]),
    ("high", ["верхняя граница", "cận cao", "жоғарғы шек"]),
    ("because_of", ["причина шага", "nguyên nhân của bước", "қай қадамның себебі"]),
    ("cause", ["причина", "nguyên nhân", "себеп"]),
    ("certain", ["точно", "chắc chắn", "анық"]),
    ("line", ["строка", "dòng", "жол"]),
    ("words", ["словами", "bằng lời", "сөзбен"]),
    ("step", ["шаг", "bước", "қадам"]),
    ("taken", ["выбрана", "được chọn", "таңдалды"]),
    // Search and fits.
    ("stage", ["этап", "giai đoạn", "кезең"]),
    ("policy", ["политика", "chính sách", "саясат"]),
    ("model", ["модель", "mô hình", "модель"]),
    ("log_likelihood", ["логарифм правдоподобия", "log hợp lý", "шындыққа ұқсастық логарифмі"]),
    ("aic", ["AIC (Акаике)", "AIC (tiêu chuẩn Akaike)", "AIC (Акаике)"]),
    ("observations", ["наблюдений", "số quan sát", "бақылау саны"]),
];

/// Ends of names, and what stands between the word and the word for the end.
const ENDS: [&str; 2] = ["lo95", "hi95"];

fn percent(name: &str) -> Option<&str> {
    let digits = name.strip_prefix('p')?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then_some(digits)
}

impl Locale {
    /// The heading of a column by its name; what has no words keeps its name.
    #[must_use]
    pub fn heading(self, name: &str) -> String {
        self.translated(name).unwrap_or_else(|| name.to_owned())
    }

    /// The same, nothing where there are no words.
    pub(crate) fn translated(self, name: &str) -> Option<String> {
        let language = (self as usize).checked_sub(1)?;
        if let Some((_, words)) = HEADINGS.iter().find(|(known, _)| *known == name) {
            return Some(words[language].to_owned());
        }
        if let Some(digits) = percent(name) {
            return Some(self.quantile(digits));
        }
        let (of, end) = name.rsplit_once('_')?;
        let is_end = ENDS.contains(&end) || percent(end).is_some();
        let (of, end) = is_end.then(|| Some((self.translated(of)?, self.translated(end)?)))??;
        Some(format!("{of}: {end}"))
    }

    /// The name of a column by its heading; what is no heading of this language is a name.
    #[must_use]
    pub fn name_of(self, heading: &str) -> String {
        self.found(heading).unwrap_or_else(|| heading.to_owned())
    }

    fn found(self, heading: &str) -> Option<String> {
        let language = (self as usize).checked_sub(1)?;
        let known = HEADINGS.iter().find(|(_, all)| all[language] == heading);
        if let Some((name, _)) = known {
            return Some((*name).to_owned());
        }
        if let Some((of, end)) = heading.split_once(": ") {
            return Some(format!("{}_{}", self.found(of)?, self.found(end)?));
        }
        let digits: String = heading.chars().filter(char::is_ascii_digit).collect();
        (self.quantile(&digits) == heading).then(|| format!("p{digits}"))
    }

    fn quantile(self, percent: &str) -> String {
        match self {
            Self::En => format!("p{percent}"),
            Self::Ru => format!("квантиль {percent} %"),
            Self::Vi => format!("phân vị {percent} %"),
            Self::Kk => format!("{percent} % квантиль"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: [&str; 6] = [
        "p5",
        "p50_lo95",
        "cvar5_hi95",
        "survive_p5",
        "a_beats_b_lo95",
        "together_hi95",
    ];

    #[test]
    fn every_heading_leads_back_to_its_name_in_every_language() {
        for locale in Locale::ALL {
            let names = HEADINGS.iter().map(|(name, _)| *name).chain(MADE);
            for name in names {
                let heading = locale.heading(name);
                assert_eq!(locale.name_of(&heading), name, "{heading}");
            }
        }
    }

    #[test]
    fn no_heading_of_another_language_could_be_a_name() {
        for locale in &Locale::ALL[1..] {
            for (name, _) in HEADINGS {
                let heading = locale.heading(name);
                assert!(!heading.is_ascii(), "{name} in {}", locale.code());
            }
        }
    }

    #[test]
    fn headings_are_words_of_the_language_and_english_ones_names() {
        assert_eq!(Locale::En.heading("p50_lo95"), "p50_lo95");
        assert_eq!(Locale::Ru.heading("p50_lo95"), "квантиль 50 %: нижн. 95 %");
        assert_eq!(Locale::Vi.heading("mean"), "trung bình");
        assert_eq!(
            Locale::Kk.heading("survive_p5"),
            "төзеді, күн: 5 % квантиль"
        );
        // What nobody translated stays, such as a measure.
        assert_eq!(Locale::Ru.heading("fill_rate"), "fill_rate");
        assert_eq!(Locale::Ru.name_of("fill_rate_lo95"), "fill_rate_lo95");
    }
}
