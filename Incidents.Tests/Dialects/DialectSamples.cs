using System.Text;

namespace Incidents.Tests.Dialects;

/// <summary>Good messages of each dialect, from which the broken ones are made.</summary>
internal static class DialectSamples
{
    private static readonly Dictionary<string, string[]> Texts = new()
    {
        ["frigate"] =
        [
            """
            {"type":"update","before":{"id":"1782993600.5-a","top_score":0.5},"after":{"id":"1782993600.5-a","camera":"cam-1",
             "label":"person","start_time":1782993600.5,"end_time":null,"frame_time":1782993610.25,"top_score":0.9,"false_positive":false,
             "sub_label":["John",0.79],"recognized_license_plate":["123ABC09",0.93]}}
            """,
            """
            {"type":"end","before":{},"after":{"id":"1782993600-r","camera":"c","start_time":1782993600,"end_time":1782993700,
             "severity":"alert","data":{"detections":["1782993605.5-a"],"objects":["car","person"],"audio":[]}}}
            """,
            """
            [{"camera":"c","end_time":1623454592.3,"id":"1623454583.5-y","label":"person","start_time":1623454583.5,
              "data":{"top_score":0.7}}]
            """,
            """{"type":"lpr","id":"1607123955.4-m","plate":"123ABC","score":0.95,"camera":"c","timestamp":1607123958.7}""",
            """{"name":"car","camera":"driveway","event_id":"1751565549.8-b","type":"thumbnail","score":0.85}""",
        ],
        ["onvif"] =
        [
            OnvifTests.Xml("tns1:RuleEngine/CellMotionDetector/Motion", "IsMotion", "true"),
            OnvifTests.Xml("tnsaxis:Storage/Alert", "alert", "1"),
            """{"UtcTime":"2026-07-02T12:00:00Z","PropertyOperation":"Changed","Source":{"VideoSource":"1"},"Data":{"State":true}}""",
            """{"topic":"axis:VMD/Camera1","timestamp":1782993600250,"message":{"source":{},"key":{},"data":{"active":"1"}}}""",
        ],
        ["hikvision"] =
        [
            PlateReaderTests.Anpr("123ABC09"), PlateReaderTests.Anpr("123ABC09", " xmlns=\"http://www.hikvision.com/ver20/XMLSchema\""),
            """{"dateTime":"2026-07-02T17:00:00+05:00","eventType":"ANPR","ANPR":{"licensePlate":"123ABC09","confidenceLevel":97}}""",
            """<Plates><Plate><captureTime>20260702T170000+0500</captureTime><plateNumber>123ABC09</plateNumber></Plate></Plates>""",
            Encoding.Latin1.GetString(PlateReaderTests.Multipart(
                ("a.xml", "text/xml", PlateReaderTests.Anpr("123ABC09")), ("a.jpg", "image/jpeg", "ab")).Payload.Span),
        ],
        ["dahua"] =
        [
            """
            {"params":{"eventList":[{"Action":"Pulse","Code":"TrafficJunction","Data":{"EventID":1,"Lane":1,"RealUTC":1782993605,
             "UTCMS":250,"LocaleTime":"2026-07-02 17:00:05","Object":{"Confidence":50},"TrafficCar":{"PlateNumber":"123ABC09"}}}]}}
            """,
            """Code=VideoMotion;action=Start;index=0;data={"UTC":1783011605}""",
            "Events[0].EventBaseInfo.Code=TrafficJunction\r\nEvents[0].UTC=1783011605\r\nEvents[0].TrafficCar.PlateNumber=123ABC09\r\n",
        ],
        ["axis"] =
        [
            """{"carID":"7","plateUTF8":"123ABC09","plateConfidence":"0.9","capture_timestamp":"1782993600000"}""",
            """<event serial="ACCC8E"><timestamp>1782993605000</timestamp><lpr plateText="123ABC09"><carID>7</carID></lpr></event>""",
        ],
        ["openalpr"] =
        [
            """
            {"data_type":"alpr_group","best_uuid":"u","best_plate_number":"123ABC09","best_confidence":91.2,
             "epoch_start":1782993600000}
            """,
            """{"data_type":"alpr_results","uuid":"u","epoch_time":1782993600000,"results":[{"plate":"123ABC09","confidence":90.1}]}""",
            """{"data_type":"heartbeat","timestamp":1782993600000,"video_streams":[{"camera_id":1,"is_streaming":true}]}""",
        ],
        ["sos"] =
        [
            """{"event":"call","callId":"17","at":"2026-07-02T17:00:00+05:00"}""",
            """{"event":"answered","callId":"17","at":"2026-07-02T17:00:09","operator":"key-4"}""",
            """{"event":"battery","percent":12,"at":"2026-07-02T17:00:00"}""",
        ],
        ["reports"] = ["""{"id":"1","kind":"alert","category":"fight","occurredAt":"2026-07-02T17:00:00+05:00","confidence":0.5}"""],
        ["webhook.gate"] =
        [
            """{"plate_masked":"123ABC09","event_time_local":"2026-07-02T17:00:00"}""",
            "plate_masked,vehicle,event_time_local\n123ABC09,HOWO,2026-07-02T17:00:00\n456ABC09,MAZ,2026-07-02T17:05:00\n",
        ],
    };

    /// <summary>The messages of a dialect.</summary>
    public static IReadOnlyList<byte[]> Of(string dialect) => [.. Texts[dialect].Select(Encoding.UTF8.GetBytes)];
}
