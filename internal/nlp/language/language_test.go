package language

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", Unknown},
		{"Peru", Unknown},
		{"...  1 2 3 \x00\xff", Unknown},
		{"The ministers met in Lima on Monday and signed an accord that had been ready for a year.", "en"},
		{"THE MINISTERS MET IN LIMA ON MONDAY AND SIGNED AN ACCORD THAT HAD BEEN READY FOR A YEAR.", "en"},
		{"the ministers met in lima on monday and signed an accord that had been ready for a year", "en"},
		{"He wrote “Los ministros de la república se reunieron” in a note to the paper that was found by the police.", "en"},
		{"Los ministros se reunieron en Lima el lunes y firmaron un acuerdo que estaba listo desde hace un año.", "es"},
		{"Les ministres se sont réunis à Lima lundi et ont signé un accord qui était prêt depuis un an.", "fr"},
		{"Die Minister trafen sich am Montag in Lima und unterzeichneten ein Abkommen, das seit einem Jahr fertig war.", "de"},
		{"I ministri si sono incontrati a Lima lunedì e hanno firmato un accordo che era pronto da un anno.", "it"},
		{"Os ministros encontraram-se em Lima na segunda-feira e assinaram um acordo que já estava pronto há um ano.", "pt"},
		{"De ministers hebben elkaar maandag in Lima ontmoet en een akkoord ondertekend dat al een jaar klaar was.", "nl"},
		{"Ministrarna träffades i Lima på måndagen och skrev under ett avtal som har varit klart i ett år.", "sv"},
		{"Ministrowie spotkali się w Limie w poniedziałek i podpisali umowę, która była gotowa od roku.", "pl"},
		{"Ministři se setkali v Limě v pondělí a podepsali dohodu, která byla připravena již rok.", "cs"},
		{"Bakanlar pazartesi günü Lima'da bir araya geldi ve bir yıldır hazır olan bir anlaşma için imza attı.", "tr"},
		{"Para menteri bertemu di Lima pada hari Senin dan menandatangani perjanjian yang telah siap.", "id"},
		{"Miniștrii s-au întâlnit luni la Lima și au semnat un acord care este gata de un an.", "ro"},
		{"Министры встретились в понедельник в Лиме и подписали соглашение, которое было готово год назад.", "ru"},
		{"Міністри зустрілися в понеділок у Лімі й підписали угоду, яка є готовою вже рік.", "uk"},
		{"Министрите се срещнаха в понеделник в Лима и подписаха съглашение, което бе готово преди година. Същият ъгъл.", "bg"},
		{"التقى الوزراء يوم الاثنين في ليما ووقعوا اتفاقا كان جاهزا منذ عام.", "ar"},
		{"وزیران روز دوشنبه در لیما دیدار کردند و پیمانی را امضا کردند که یک سال آماده بود.", "fa"},
		{"השרים נפגשו ביום שני בלימה וחתמו על הסכם שהיה מוכן כבר שנה.", "he"},
		{"部长们星期一在利马会面，签署了一年前就已准备好的协议。", "zh"},
		{"大臣たちは月曜日にリマで会い、一年前から用意されていた協定に署名した。", "ja"},
		{"장관들은 월요일 리마에서 만나 일 년 전부터 준비된 협정에 서명했다.", "ko"},
		{"Οι υπουργοί συναντήθηκαν τη Δευτέρα στη Λίμα.", "el"},
		{"ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ᏗᎧᎿᏩᏛᏍᏗ", Other},
		{strings.Repeat("Anna Berg, Juan Soto, Li Wei, Omar Said. ", 50), Unknown},
		{"func main() { for i := 0; i < n; i++ { fmt.Println(i, x[i]) } }", Unknown},
	} {
		if got := Of(c.text); got != c.want {
			t.Errorf("%.60s is %q, want %q", c.text, got, c.want)
		}
	}
}

// TestAnyText: no bytes are too odd, and what is repeated stays in its language.
func TestAnyText(t *testing.T) {
	for _, text := range []string{"\xff\xfe", "e\u0301\u0301\u0301", "'", "’’", "a\xc3", strings.Repeat("а", 1000), strings.Repeat("the ", 1000)} {
		if one, two := Of(text), Of(text+" "+text); len(text) > 100 && one != two {
			t.Errorf("%.20q is %q, and twice %q", text, one, two)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	text := strings.Repeat("The ministers met in Lima on Monday and signed an accord that had been ready for a year. ", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Of(text)
	}
}
