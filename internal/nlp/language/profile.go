package language

import "strings"

// profiles are languages in Latin letters with their commonest function words; English is the first.
var profiles = [...]struct{ code, words string }{
	{English, "the of and to in a is that for it on with as was at by be this from are have not he his has an they were which said will who had but their its been after would about more than when we you or also"},
	{"es", "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha fue este entre cuando muy sin sobre también me hasta hay donde desde todo nos durante ser son dos según"},
	{"fr", "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec son aux d'un cette d'une ont ses mais comme on nous sa elle été leur ces deux après entre selon l'on qu'il"},
	{"de", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis"},
	{"it", "di e il la che in a per un del è della non i le si con da sono una al dei nel alla come più anche ha lo gli ma delle dal su ai dalla stato degli tra nella ed questo dopo suo"},
	{"pt", "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito nos já também só pelo pela até isso entre depois foi são ter está"},
	{"nl", "de en van het een in te dat is op zijn met voor die niet aan er om ook als dan maar bij nog uit door naar heeft worden tot werd wordt hebben over deze hun geen kan wel meer was ze hij"},
	{"sv", "och i att det som en på är av för med den till har de inte om ett men var jag från sig så vid kan när år skulle efter under eller också nu sin mot vi han hade blev"},
	{"da", "og i at det er en på til med af for den der som ikke de har et om var jeg fra sig men kan så ved efter år også vil han skal blev over eller have blevet deres hvor nu"},
	{"nb", "og i det er på til som en av for at med ikke har den de et om var fra jeg seg men kan så ved etter år også vil han skal ble sier eller blir dette mot hvor nå ut"},
	{"fi", "ja on ei että se oli hän joka mutta ovat kun myös niin tai kuin sen jo vain jos vuoden hänen mukaan ole mitä sekä siitä nyt jonka joita ovat kanssa olla jälkeen välillä eivät"},
	{"pl", "w i na z się do nie jest to że o jak za po od przez dla są tym ale ich jego jej był było czy tak oraz przed także może która który które roku została został ze pod"},
	{"cs", "a v se na je že o s z do i to za by ve pro jsou ale jako po od jeho při však který která které tak nebo byl bylo podle již také si není bude dne roku mezi"},
	{"sk", "a v sa na je že o s z do aj to za by vo pre sú ale ako po od jeho pri však ktorý ktorá ktoré tak alebo bol bolo podľa už tiež si nie bude dňa roku medzi"},
	{"ro", "de și în a la cu pe nu că o un din care se este mai pentru sau au o fi fost prin ce ar după dintre către între cel sunt lui să va al ale această despre"},
	{"hu", "a az és hogy nem is egy van ez volt de meg már csak mint még azt ha el ki szerint lesz ezt után között pedig amely vagy aki sem miatt lehet"},
	{"tr", "ve bir bu da de için ile olarak daha çok olan gibi sonra kadar ne en ise her ancak göre olduğu olduğunu tarafından arasında yeni var değil etti dedi iki ettiği"},
	{"id", "dan yang di untuk dengan dari ini itu tidak pada akan dalam adalah ke oleh juga telah sebagai bahwa mereka karena ada kata tersebut dia lebih atau setelah kepada antara"},
	{"vi", "và của là có trong được cho không với các một những đã này người để khi từ đến về như cũng ra tại vào trên năm sẽ theo giữa nước đó nhiều"},
	{"ca", "de la i a el que en les un per els del amb una es no al ha dels més és com va són seva aquest aquesta però entre seu molt també sobre ser d'un l'any"},
	{"hr", "i u je na se da za su od s o ne a koji kao iz što to će koja koje ali bi po do nije bio biti nakon te između sam ili već samo prema"},
	{"sl", "in je v na se da za so ki z pa o ne tudi po bi kot od do pri še ali kar ni bil bilo če med bo iz lahko že tem leta"},
	{"sq", "dhe të në e i për me një që nga se është u së do më si ka kjo ky janë pas tij por mes nuk ishte edhe duke ka"},
	{"lt", "ir kad į iš su yra tai bet kaip apie po ne buvo už jis taip nuo dėl per prie tik jau dar arba pagal kurie kuri metų tarp"},
	{"lv", "un ir ka ar no uz par kas tas bet arī kā pēc tika gada nav pie līdz vai lai starp bija to tikai savu būs jau"},
	{"et", "ja on ei et see oli kui ta aga ka mis oma või kes nii välja pärast siis ning tema selle eesti aasta ole vahel kohta mida nende"},
}

// functionWords tells which profiles, as bits, have a word.
var functionWords = func() map[string]uint32 {
	m := map[string]uint32{}
	for i, p := range profiles {
		for _, w := range strings.Fields(p.words) {
			m[w] |= 1 << i
		}
	}
	return m
}()
